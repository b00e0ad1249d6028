"""The conversation with one sender, by SMTP or LMTP."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, syntax

# aiosmtpd writes the lines of a mail at DEBUG and its addresses at INFO.
logging.getLogger("mail.log").setLevel(logging.ERROR)

CHUNK = 64 * 1024
BIG = 1024 * 1024
END = b"\r\n.\r\n"


class Crowd:
    """All who are talking to us at the moment, by whichever door."""

    MOST = 200
    MOST_BIG = 4

    def __init__(self) -> None:
        self.dialogues: set[Dialogue] = set()
        self.is_leaving = False
        # Two hundred senders with 50 MB each would be 10 GB: past the first
        # megabyte they wait for one of a few places, and TCP holds them back.
        self.big = asyncio.Semaphore(self.MOST_BIG)

    @property
    def is_full(self) -> bool:
        return len(self.dialogues) >= self.MOST

    async def disperse(self, *, within: float) -> None:
        """Say goodbye to everyone; who is just handing over a mail may finish."""
        self.is_leaving = True
        for dialogue in list(self.dialogues):
            if not dialogue.is_receiving:
                dialogue.say_goodbye()
        deadline = asyncio.get_running_loop().time() + within
        while self.dialogues and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)
        for dialogue in list(self.dialogues):
            dialogue.hang_up()


class TurnedAway(asyncio.Protocol):
    """What a sender meets while too many others talk to us."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(b"421 4.3.2 Too many connections, try again in a minute\r\n")
        transport.close()


class Dialogue(SMTP):
    """aiosmtpd's SMTP, with mails read in large pieces and long lines let in.

    aiosmtpd reads a mail line by line and refuses one with a line of more than
    1,001 bytes. Real programs write such lines, and a desk turns nobody away.
    """

    line_length_limit = CHUNK

    def __init__(self, handler: Any, crowd: Crowd, **settings: Any) -> None:
        super().__init__(handler, auth_exclude_mechanism=["LOGIN", "PLAIN"], **settings)
        self._crowd = crowd
        self.is_receiving = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._crowd.dialogues.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._crowd.dialogues.discard(self)
        super().connection_lost(error)

    def say_goodbye(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(b"421 4.3.2 Closing for a moment, try again soon\r\n")
            self.transport.close()

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        refusal = self._refusal(arg)
        if refusal:
            await self.push(refusal)
            return
        self.is_receiving = True
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self.push(await self._receive())
        finally:
            self.is_receiving = False
            self.envelope = self._create_envelope()
        if self._crowd.is_leaving:
            self.say_goodbye()

    def _refusal(self, arg: str) -> str:
        if self.envelope is None or not self.envelope.rcpt_tos:
            return "503 5.5.1 Send RCPT first"
        return "501 5.5.4 Syntax: DATA" if arg else ""

    async def _receive(self) -> str:
        """Read the mail, have it kept, and give the answer."""
        assert self.envelope is not None
        content = await self._read_content()
        if content is None:
            return self._answers("552 5.3.4 The mail is larger than this server takes")
        self.envelope.content = self.envelope.original_content = content
        return self._answers(await self._call_handler_hook("DATA"))

    def _answers(self, answer: str) -> str:
        """Give the answers to one mail: one in SMTP."""
        return answer

    async def _read_content(self) -> bytes | None:
        """Read up to the line with a lone dot; nothing if the mail is too large.

        Only CR LF dot CR LF ends a mail. Servers that took a bare LF for a line
        end let one mail be smuggled inside another (CVE-2023-51764).
        """
        content = bytearray(b"\r\n")
        has_place = False
        try:
            while not content.endswith(END):
                content += await self._read_piece()
                if len(content) > BIG and not has_place:
                    has_place = await self._crowd.big.acquire()
                if self.data_size_limit and len(content) > self.data_size_limit + len(END) + 2:
                    await self._read_away(bytes(content[-len(END) :]))
                    return None
            return _unstuffed(content)
        finally:
            if has_place:
                self._crowd.big.release()

    async def _read_piece(self) -> bytes:
        """Read up to the next dot at the end of a line, or as much as fits."""
        try:
            return await self._reader.readuntil(b".\r\n")
        except asyncio.LimitOverrunError as overrun:
            self._reset_timeout()  # a slow sender who goes on sending is welcome
            return await self._reader.read(overrun.consumed)

    async def _read_away(self, tail: bytes) -> None:
        """Read on to the end of a mail that is not taken, keeping nothing of it."""
        while not tail.endswith(END):
            tail = (tail + await self._read_piece())[-len(END) :]


class LmtpDialogue(Dialogue, LMTP):
    """LMTP: the same, with an answer for each recipient (RFC 2033, 4.2)."""

    def _answers(self, answer: str) -> str:
        assert self.envelope is not None
        return "\r\n".join([answer] * len(self.envelope.rcpt_tos))


def _unstuffed(content: bytearray) -> bytes:
    """Give the mail without the frame of CR LF around it and without doubled dots."""
    dots = content.count(b"\r\n.") - 1  # the last one is the end itself
    return bytes(content.replace(b"\r\n.", b"\r\n", dots)[2 : -len(b".\r\n")])

"""Make the files that customers of the demo company attach."""

import csv
import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TYPES = {"csv": "text/csv", "txt": "text/plain", "png": "image/png"}

HEADINGS = {
    "ru": ("Заявка", "Открыта", "Статус", "Часы"),
    "pt-br": ("Chamado", "Aberto em", "Status", "Horas"),
    "en": ("Ticket", "Opened", "Status", "Hours"),
}
STATUSES = {
    "ru": ("Новая", "В работе", "Ждём запчасть", "Готово"),
    "pt-br": ("Novo", "Em andamento", "Aguardando peça", "Concluído"),
    "en": ("New", "In progress", "Waiting for parts", "Done"),
}
LOG = {
    "ru": "Состояние: ответ сервера",
    "pt-br": "Estado: resposta do servidor",
    "en": "State: answer of the server",
}
WIDTH, HEIGHT = 320, 200
Pixel = tuple[int, int, int]
PAPER, LINE, INK, SEA, WARM = (
    (250, 248, 243),
    (221, 215, 203),
    (72, 66, 58),
    (43, 122, 120),
    (205, 124, 52),
)


@dataclass(frozen=True)
class Prop:
    """A file as a customer would send it."""

    filename: str
    content_type: str
    content: bytes


def make_prop(filename: str, language: str) -> Prop:
    """Make the file of this name; the same name and language give the same bytes."""
    ending = filename.rpartition(".")[2]
    chance = random.Random(f"{filename}/{language}")
    content = {"csv": _csv, "txt": _txt, "png": _png}[ending](filename, language, chance)
    return Prop(filename, TYPES[ending], content)


def _csv(filename: str, language: str, chance: random.Random) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, delimiter="," if language == "en" else ";")
    rows.writerow(HEADINGS[language])
    for number in range(chance.randint(1000, 9000), 20_000, chance.randint(7, 90)):
        opened = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02} {chance.randint(8, 19)}:30"
        rows.writerow((number, opened, chance.choice(STATUSES[language]), chance.randint(1, 30)))
        if out.tell() > 900:
            break
    return out.getvalue().encode()


def _txt(filename: str, language: str, chance: random.Random) -> bytes:
    lines = [f"{filename}", ""]
    for minute in sorted(chance.sample(range(60), 9)):
        code = chance.choice((200, 200, 200, 454, 500, 535))
        lines.append(f"09:{minute:02}:{chance.randint(0, 59):02}  {LOG[language]} {code}")
    return ("\r\n".join(lines) + "\r\n").encode()


def _png(filename: str, language: str, chance: random.Random) -> bytes:
    widths = [chance.randint(60, 240) for _row in range(8)]
    is_drawing = filename.startswith("desenho")
    colour_at = _lighthouse if is_drawing else _window(widths)
    return _encode_png([[colour_at(x, y) for x in range(WIDTH)] for y in range(HEIGHT)])


def _window(widths: list[int]) -> Callable[[int, int], Pixel]:
    """Return the picture of a window with a list in it, one row of which burns."""

    def colour_at(x: int, y: int) -> Pixel:
        row, inside = divmod(y - 32, 20)
        if y < 20:
            return INK if (x // 6, y // 10) in {(2, 1), (5, 1), (8, 1)} else LINE
        if 0 <= row < len(widths) and inside < 8 and 16 <= x < 16 + widths[row]:
            return WARM if row == 2 else LINE
        return PAPER

    return colour_at


def _lighthouse(x: int, y: int) -> Pixel:
    """Return a child's lighthouse: a striped tower above the sea, its lamp lit."""
    away = abs(x - WIDTH // 2)
    if y > 165:
        return SEA
    if 40 <= y <= 55 and (away < 14 or away > abs(y - 47) * 6 + 20):
        return WARM
    if y > 55 and away < 14 + (y - 55) // 8:
        return INK if (y // 22) % 2 else PAPER
    return (226, 238, 240)


def _encode_png(rows: list[list[Pixel]]) -> bytes:
    """Write the rows as a PNG of 8 bits a colour (ISO/IEC 15948)."""
    raw = b"".join(b"\0" + bytes(part for pixel in row for part in pixel) for row in rows)
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunks(chunks))


def _chunks(chunks: tuple[tuple[bytes, bytes], ...]) -> Iterator[bytes]:
    for name, body in chunks:
        yield struct.pack(">I", len(body)) + name + body
        yield struct.pack(">I", zlib.crc32(name + body))

"""Reports that a mail was not delivered: RFC 3464 ones, and those in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whydesk.mail.addresses import tidy_address
from whydesk.mail.charsets import clean
from whydesk.mail.headers import Headers, decode_words, read_headers
from whydesk.mail.phrases import any_of
from whydesk.mail.structure import Part
from whydesk.mail.threading import read_id, read_ids
from whydesk.mail.values import BounceReport

MAX_RECIPIENTS = 100
MAX_TEXT = 64 * 1024
MAX_DIAGNOSTIC = 1000

_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|mail[-_.]?delivery\S*|microsoftexchange\w*|"
    r"postmaster|mailer|bounce[ds]?|mail[-_.]?system|smtp|mailerdaemon)(?:[-+=].*)?@",
    re.IGNORECASE,
)
_FAILED = any_of("""
    undeliver(?:able|ed)|delivery status notification
    delivery (?:failure|failed|has failed|error|problem)
    (?:mail|message) delivery (?:failed|failure|error|problem|system|subsystem|incomplete)
    returned mail
    mail failure|mail system error|failure notice|message not delivered|nondeliverable|non-?delivery
    (?:could|can) ?not be delivered|returned to sender
    delivery (?:delayed|incomplete|report|warning)
    delayed mail|not delivered|mail could not be|problem delivering|notification d'état|rejected
    warning: could not send message|warning: message .{1,60} delayed|mail undelivered|user unknown
    недоставлен\\w*|не доставлен\\w*|не было доставлено|не удалось доставить
    не может быть доставлен\\w*
    невозможно доставить|не удается доставить|не удаётся доставить|ошибка (?:при )?доставк\\w+
    доставка (?:не удалась|отложена|невозможна)|сбой доставки|уведомление о (?:не)?доставке
    проблема с доставкой|не вдалося доставити|не доставлено|неможливо доставити
    não (?:foi )?entregue|não entregável|falha (?:na|de) entrega|falha ao entregar
    não é possível entregar
    não foi possível entregar|erro (?:na|de) entrega|(?:mensagem|e-?mail) devolvid[ao]
    notificação de (?:falha|estado)
    entrega (?:atrasada|não efetuada)|no (?:se )?(?:puede|pudo|ha podido) (?:ser )?entreg\\w+
    no entregad[oa]
    (?:fallo|error|fallida?) (?:en|de|al) (?:la )?entreg\\w+|correo devuelto|entrega retrasada
    unzustellbar|nicht zugestellt|nicht zustellbar|zustellung (?:fehlgeschlagen|verzögert)
    unzustellbarkeit
    zustellfehler|konnte nicht (?:zugestellt|übermittelt)|non remis|non délivr\\w+|non distribu\\w+
    échec (?:de|d'|lors de) .{0,12}(?:remise|envoi|livraison|distribution)
    impossible de (?:remettre|livrer)
    non recapit\\w+|mancat[oa] (?:recapito|consegna)|impossibile recapitare|errore di consegna
    onbestelbaar
    niet (?:bezorgd|afgeleverd|bestelbaar)|niedostarcz\\w+|nie (?:dostarczono|można dostarczyć)
    zwrot poczty
    teslim edilemedi|iletilemedi|kunde inte levereras|ej levererbar|olevererbart|kan ikke leveres
    uleverbar
    kunne ikke leveres|toimitus epäonnistui|ei voitu toimittaa|nedoručiteln\\w+
    doručení se nezdařilo|kézbesíthetetlen
    退信|无法送达|投递失败|无法投递|配信不能|配信エラー|配信できません|배달되지|전송 실패
    תקלה במשלוח|nelivrat
""")
_DELAYED = any_of("""
    delay(?:ed)?|warning|will (?:be retried|continue to (?:try|retry))|still being retried
    not yet been delivered
    отложен\\w*|задерж\\w*|повторн\\w+ попытк\\w+|atrasad[oa]|atraso|retrasad[oa]|verzögert\\w*
    retardée?
    в настоящее время не|будут продолжены|continuar[áã] tentando
""")
_SUBJECT = re.compile(_FAILED, re.IGNORECASE)
_DELAY = re.compile(rf"\b{_DELAYED}", re.IGNORECASE)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_SMTP = re.compile(r"\b([45]\d\d)[ -]")
_DIAGNOSTIC = re.compile(
    r"\b[45]\d\d[ -][#\d(A-Za-z]|[45]\.\d{1,3}\.\d{1,3}|user unknown|no such user|quota", re.I
)
_BRACKETED = re.compile(r"<([^\s<>@]{1,64}@[^\s<>@]{1,255})>")
_ALONE = re.compile(
    r"\s{0,12}[\"'*•-]?\s?([^\s<>@:;,()\"']{1,64}@[\w.\-]{1,255}\w)[\"':;*.]?(?:\s|$)"
)
_ANYWHERE = re.compile(r"[^\s<>@:;,()\"'\[\]]{1,64}@[\w.\-]{1,255}\w")
_RETURNED = re.compile(
    r"^(?:[>\s]*(?:received|return-path|dkim-signature|message-id|mime-version)\s*:|-{3,}.{0,60}"
    r"(?:copy of|original|return|below|header|исходн|копия))",
    re.IGNORECASE,
)
_RETURNED_TYPES = ("message/rfc822", "text/rfc822-headers", "message/global")
_ID_FIELDS = (
    "in-reply-to",
    "references",
    "x-original-message-id",
    "x-ms-exchange-parent-message-id",
)
_BODY_ID = re.compile(
    r"^[>\s]{0,20}message-id\s*:\s*(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE
)


def is_daemon(address: str) -> bool:
    """Say whether this is an address from which mail servers write."""
    return _DAEMON.match(address) is not None


def find_bounce(root: Part, sender: str, subject: str, text: str) -> BounceReport | None:
    """Read a report of failed or late delivery, if this mail is one."""
    headers = root.headers
    is_report = root.content_type == "multipart/report"
    trusted = is_report or is_daemon(sender) or _has_null_sender(headers)
    reports = [part for part in root.walk() if part.content_type.endswith("/delivery-status")]
    reports += [
        part for part in root.walk() if part.content_type == "message/global-delivery-status"
    ]
    if reports and trusted:
        return _from_report(root, reports, text)
    failed = headers.plain("x-failed-recipients")
    is_ndr = "x-ms-exchange-message-is-ndr" in headers
    if failed or is_ndr or _is_told(headers, sender, subject, text):
        return _from_words(root, sender, subject, text[:MAX_TEXT], failed)
    return None


def _is_told(headers: Headers, sender: str, subject: str, text: str) -> bool:
    """Say whether a mail server, not a person, tells of a failed delivery."""
    if is_daemon(sender):
        return bool(_SUBJECT.search(subject) or _SUBJECT.search(text[:1500]))
    return _has_null_sender(headers) and _SUBJECT.search(subject) is not None


def _has_null_sender(headers: Headers) -> bool:
    return "return-path" in headers and headers.plain("return-path") in ("<>", "")


def _from_report(root: Part, reports: list[Part], text: str) -> BounceReport | None:
    """Read the fields of RFC 3464; None for a report that all went well."""
    recipients: dict[str, None] = {}
    status = diagnostic = ""
    actions: set[str] = set()
    for headers in _blocks(reports):
        name = headers.plain("final-recipient") or headers.plain("original-recipient")
        address = tidy_address(decode_words(name.rpartition(";")[2].encode("latin-1", "replace")))
        action = headers.plain("action").lower().split(" ")[0]
        if not name and not action:
            continue
        actions.add(action)
        if action in ("delivered", "relayed", "expanded"):
            continue
        if address:
            recipients.setdefault(address)
        found = _STATUS.search(headers.plain("status"))
        status = status or (found[1] if found else "")
        diagnostic = diagnostic or headers.text("diagnostic-code").partition(";")[2].strip()
    if actions and actions <= {"delivered", "relayed", "expanded"}:
        return None
    is_permanent = "failed" in actions or (
        not (actions & {"delayed"}) and not status.startswith("4")
    )
    return BounceReport(
        tuple(recipients)[:MAX_RECIPIENTS],
        status,
        (diagnostic or _diagnostic(text))[:MAX_DIAGNOSTIC],
        is_permanent,
        _original_id(root, text),
    )


def _blocks(reports: list[Part]) -> Iterator[Headers]:
    """Give the header-like blocks of the reports."""
    for part in reports[:5]:
        data = part.content()[:MAX_TEXT].replace(b"\r\n", b"\n")
        for block in data.split(b"\n\n")[: MAX_RECIPIENTS + 1]:
            yield read_headers(block.lstrip(b"\n"), 0, len(block))[0]


def _from_words(root: Part, sender: str, subject: str, text: str, failed: str) -> BounceReport:
    """Read what a server says in its own words."""
    head = _head(text)
    status = _STATUS.search(head) or _STATUS.search(subject)
    code = _SMTP.search(head)
    is_late = _DELAY.search(subject) is not None or (
        _DELAY.search(head[:1500]) is not None and (status[1][0] if status else "5") == "4"
    )
    return BounceReport(
        _recipients(failed, head, sender),
        status[1] if status else f"{code[1][0]}.0.0" if code else "",
        _diagnostic(head)[:MAX_DIAGNOSTIC],
        not is_late,
        _original_id(root, text),
    )


def _head(text: str) -> str:
    """Give what the server says, without the mail that it returns."""
    lines = text.split("\n")[:200]
    for place, line in enumerate(lines):
        if place > 2 and _RETURNED.match(line[:200]):
            return "\n".join(lines[:place])
    return "\n".join(lines)


def _recipients(failed: str, head: str, sender: str) -> tuple[str, ...]:
    if failed:
        candidates = failed.split(",")
    else:
        candidates = _BRACKETED.findall(head)
        candidates += [match[1] for line in head.split("\n") if (match := _ALONE.match(line))]
        candidates = candidates or _ANYWHERE.findall(head)
    found = (tidy_address(one) for one in candidates[:200])
    kept = {one: None for one in found if one and one != sender and not is_daemon(one)}
    return tuple(kept)[:MAX_RECIPIENTS]


def _diagnostic(head: str) -> str:
    """Give the line that names the reason, with the one below it."""
    lines = [line.strip() for line in head[:MAX_TEXT].split("\n")]
    for place, line in enumerate(lines):
        if _DIAGNOSTIC.search(line[:500]):
            return " ".join(one for one in lines[place : place + 2] if one)
    return ""


def _original_id(root: Part, text: str) -> str:
    """Find the id of the mail that was not delivered."""
    for part in root.walk():
        if part.content_type in (
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
            "text/rfc822-header",
        ):
            data = part.content()[:MAX_TEXT].lstrip(b"\r\n")
            headers, _ = read_headers(data, 0, len(data))
            if found := read_id(headers.plain("message-id")):
                return found
    body = _BODY_ID.search(text[:MAX_TEXT])
    if body:
        return read_id(clean(body[1]))
    for name in (
        "in-reply-to",
        "references",
        "x-original-message-id",
        "x-ms-exchange-parent-message-id",
    ):
        if ids := read_ids(root.headers.plain(name)):
            return ids[-1]
    return ""

"""The marks that mail clients leave in their HTML, by which quotations are told."""

from __future__ import annotations

import re
from enum import StrEnum


class Mark(StrEnum):
    """What a mail client said about a stretch of its HTML."""

    QUOTED = "quoted"
    SIGNATURE = "signature"
    ATTRIBUTION = "attribution"


_SIGNATURES = re.compile(
    r"(?:^|\s)(?:gmail_signature|moz-signature|applemailsignature|signature|"
    r"ms-outlook-mobile-signature|protonmail_signature_block\S*|mail-signature|"
    r"yahoo_signature|zimbra_signature|x_signature|lineBreakAtBeginningOfSignature)(?:\s|$)",
    re.IGNORECASE,
)
_QUOTES = re.compile(
    r"(?:^|\s)(?:yahoo_quoted\S*|ydp\S*yahoo_quoted|protonmail_quote|tutanota_quote|"
    r"x?_?divrplyfwdmsg|x?_?appendonsend|olk_src_body_section|zmail_extra|"
    r"mail-app-auto-quote|ms-outlook-mobile-reference-message|hmquote)(?:\s|$)",
    re.IGNORECASE,
)
_ATTRIBUTIONS = re.compile(r"(?:^|\s)(?:gmail_attr|moz-cite-prefix)(?:\s|$)", re.IGNORECASE)
_INDENTED = re.compile(r"border\s*:\s*(?:none|0)", re.IGNORECASE)
# Desktop Outlook draws this line above the header of the mail it quotes.
OUTLOOK_LINE = re.compile(r"border:none;border-top:solid#(?:b5c4df|e1e1e1)1\.0pt", re.IGNORECASE)
# From these marks on everything below is the older mail, siblings included.
TO_THE_END = re.compile(r"divrplyfwdmsg|appendonsend|reference-message", re.IGNORECASE)


def named_mark(names: str) -> Mark | None:
    if _ATTRIBUTIONS.search(names):
        return Mark.ATTRIBUTION
    if _QUOTES.search(names):
        return Mark.QUOTED
    return Mark.SIGNATURE if _SIGNATURES.search(names) else None


def is_quotation(attributes: dict[str, str | None]) -> bool:
    """Tell a quotation from a blockquote that only indents (Gmail's "indent more")."""
    names = attributes.get("class") or ""
    if (attributes.get("type") or "") == "cite" or "quote" in names:
        return True
    return not _INDENTED.search(attributes.get("style") or "")

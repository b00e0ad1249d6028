"""Why a mail has not left, in the reader's language."""

from django.utils.translation import gettext


def explain(reason: str) -> str:
    """Translate the sentence a reason begins with; the server's own words follow as they are.

    Reasons are kept in English, since whoever reads them is not yet known.
    """
    sentence, _, words = reason.partition("\n")
    return f"{gettext(sentence)} {words}".strip() if sentence else ""

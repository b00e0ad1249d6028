"""Why a server did not take a mail, or may have."""

from __future__ import annotations


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return sentence


class NotHandedOver(Exception):
    """The server did not take the mail: a sentence, and the server's own words if it said any."""

    def __init__(self, sentence: str, words: str = "") -> None:
        super().__init__(sentence, words)
        self.sentence = sentence
        self.words = words

    @property
    def reason(self) -> str:
        """The sentence, and the words on lines of their own."""
        return f"{self.sentence}\n{self.words}".strip()


class TryLater(NotHandedOver):
    """Not now; the same mail may be taken another time."""


class Refused(NotHandedOver):
    """Not ever."""


class Unclear(NotHandedOver):
    """The connection was lost after the last line was sent: the server may have taken it."""


UNREACHABLE = gettext_noop("The mail server could not be reached.")
UNSAFE = gettext_noop("The mail server offers no safe connection, so nothing was sent.")
NO_SIGN_IN = gettext_noop("The mail server did not accept the user name and password.")
NOT_NOW = gettext_noop("The mail server does not take the mail at the moment.")
REFUSED = gettext_noop("The mail server refused the mail.")
REFUSED_RECIPIENTS = gettext_noop("The mail server refused these recipients.")
BROKEN_OFF = gettext_noop("The connection to the mail server broke off.")
LOST = gettext_noop("Perhaps sent: the connection was lost while the server took the mail.")
NO_FOLDER = gettext_noop("The folder for outgoing mail could not be written to.")

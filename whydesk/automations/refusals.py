"""Why a rule did not do what it says."""


class ActRefused(ValueError):
    """An act that must not be done here; the text says why, for the log."""

"""What a person can put right."""


class Trouble(Exception):
    """Something stops the desk; the text says what it is and what to do."""


class DatabaseTrouble(Trouble):
    """The database cannot be used."""


class WrongSetting(Trouble):
    """A setting cannot be used; the text says what to write instead."""

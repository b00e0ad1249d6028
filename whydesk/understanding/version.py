"""Which reading this is: stored with each one, so that older ones can be told and read again."""

# Raise it with every change of weights or rules that reads a text otherwise.
VERSION = "19"

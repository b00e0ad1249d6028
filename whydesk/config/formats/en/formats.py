"""The day stands before the month, as on every screen."""

DATE_FORMAT = "j F Y"

"""Mail as values: bytes in, `IncomingMail` out, and back. Pure but for `transport`."""

"""What a text says, read without network, database or Django."""

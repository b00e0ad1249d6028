"""What fails for many at once, and how they are kept informed."""

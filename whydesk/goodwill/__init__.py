"""What was given to customers who had reason to be unhappy."""

"""How a person of the team is told of something."""

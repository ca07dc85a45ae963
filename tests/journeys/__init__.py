"""Two or three domains together, reactions delivered."""

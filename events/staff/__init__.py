"""For those who hold events: who comes, the door, and messages to everyone."""

"""The hub speaks Graph to its displays: each its own room, and nothing else, and no tenant's credential is on a wall."""

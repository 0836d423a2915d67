"""The system user: what it may do for the person at the door (pure), and who it is (the only home of secrets)."""

"""Coverage-guided fuzzing of everything that comes from outside: `make fuzz MINUTES=n`. What it finds becomes a fact beside it."""

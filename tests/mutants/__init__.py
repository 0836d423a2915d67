"""Faults that are planted on purpose, to see that the suite catches them. How to add one: docs/testing.md."""

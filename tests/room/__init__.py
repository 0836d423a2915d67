"""The values and verbs of room/, each by itself."""

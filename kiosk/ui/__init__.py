"""The glass: the only home of Qt besides app.py. Knows faces and intents, and nothing of where they come from."""

"""The glass: the only home of Qt besides app.py. It shows a Face and submits Intents; it decides nothing."""

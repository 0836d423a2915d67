"""Exchange Online in a box: one tenant's Entra, Graph v1.0 and resource booking attendant, over HTTPS.

`model` is Exchange itself, pure: time is an argument. `tenant` says who and what is in it and makes the
office live. `web` speaks HTTP and JSON. Nothing here knows the display, and nothing imports this package
but the command line.
"""

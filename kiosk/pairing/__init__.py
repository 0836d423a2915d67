"""How a display and an admin come to trust each other: by a code that is read off the glass. Both ends; pure but for identity.py.

No network, no Qt; on disk only the display's own key: who serves, asks and keeps is elsewhere. What the messages are and why: docs/pairing.md.
"""

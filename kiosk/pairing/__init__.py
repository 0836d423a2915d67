"""How a display and an admin come to trust each other: by a code that is read off the glass. Both ends; pure.

No network, no disk, no Qt: who serves, asks and keeps is elsewhere. What the messages are and why: docs/pairing.md.
"""

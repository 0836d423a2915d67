"""Kiosk: the display beside the meeting-room door."""

__version__ = "0.1.0"

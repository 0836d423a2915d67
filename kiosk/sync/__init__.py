"""Exchange and the cache: reading the room's calendar, sending what was promised, keeping both on disk."""

"""The one loop: whatever woke it, it looks at everything again. Joins sync, system_user and device; knows no Qt."""

"""Exchange, pure: mailboxes, meetings and the attendant. No clock, no network, no JSON of Graph."""

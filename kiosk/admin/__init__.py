"""The side of whoever looks after displays: their keys, the displays they know, and what is sent to these."""

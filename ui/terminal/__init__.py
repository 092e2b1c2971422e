"""The terminal: what `dalil` understands, and what it prints."""

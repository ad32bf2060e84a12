"""What the gateway remembers between requests, and the bounds of it."""

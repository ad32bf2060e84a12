"""What all stand-ins share: how they refuse, read a body, and are made from a scenario."""

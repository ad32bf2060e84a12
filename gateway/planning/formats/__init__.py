"""The ways to write a plan down: for people, for programs, for pictures."""

"""Delivers an answer in parts: what was announced, what is delivered when, and when all is."""

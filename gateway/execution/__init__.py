"""Runs a plan: fetches as soon as their inputs are there, and merges what comes back."""

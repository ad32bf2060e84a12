"""Passes over the drafts of a plan, one a module; the planner lists them in order."""

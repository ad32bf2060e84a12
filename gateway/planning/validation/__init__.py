"""Holds a plan against the supergraph and the operation, by other means than the planner's."""

"""Clock: what time it is, handed in so that tests can move it."""

from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds since the epoch."""

SKEW = 30
"""Seconds by which the clock of a provider, or of an app, may differ from ours."""

"""Thoroughness: how much of something a test does, here and where time matters less."""

from __future__ import annotations

import os


def amount(here: int, in_ci: int) -> int:
    """`in_ci` where CI is set in the environment, as `.ci/run` does: each change is held against that."""
    return in_ci if os.environ.get("CI") else here

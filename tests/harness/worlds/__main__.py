"""`python -m harness.worlds`: as many random worlds as one has time for.

    PYTHONPATH=tests nice python -m harness.worlds --cases 20000

Prints the seed first, then how far it is. Ends at the first case in which the gateway does not do what the
monolith would: that one is made small and printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time

from harness.worlds.trials import trials

OFTEN = 250
"""Cases from one line of progress to the next."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m harness.worlds", description="Compare with the monolith."
    )
    parser.add_argument("--cases", type=int, default=1000, help="how many worlds (default 1000)")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="of all of them (default: a fresh one)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first one (default 0)")
    given = parser.parse_args()
    print(f"seed {given.seed}, cases {given.first} to {given.first + given.cases - 1}", flush=True)
    begun, operations = time.monotonic(), 0
    for done, trial in enumerate(trials(given.seed, given.first, given.cases), start=1):
        outcome = trial.run()
        operations += outcome.operations
        if outcome.differences:
            print(outcome.report(), flush=True)
            return 1
        if done % OFTEN == 0 or done == given.cases:
            spent = time.monotonic() - begun
            print(f"{done} cases, {operations} operations, no difference, {spent:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

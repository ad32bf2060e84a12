"""The proof by difference: what the whole gateway answers over random subgraphs is what one schema would
have answered (see harness/worlds).

Each run draws other worlds. It says by which seed; `GEMEENTEGRAAF_WORLDS_SEED` draws those again, and
`GEMEENTEGRAAF_WORLDS` sets how many. For long runs there is `python -m harness.worlds`.
"""

from __future__ import annotations

import os
import secrets

import pytest
from harness.thoroughness import amount
from harness.worlds.trials import trials

WORLDS = int(os.environ.get("GEMEENTEGRAAF_WORLDS", amount(6, 15)))
SEED = os.environ.get("GEMEENTEGRAAF_WORLDS_SEED") or secrets.token_hex(4)


def test_the_gateway_answers_what_one_schema_would(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{WORLDS} random worlds of seed {SEED}")
    for trial in trials(SEED, 0, WORLDS):
        outcome = trial.run()
        assert not outcome.differences, outcome.report()

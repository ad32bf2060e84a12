"""The table of refusals, for access tokens and DPoP proofs: each way has its code, and nothing else happens.

Its other parts are beside what they are about: ID tokens, codes, states and nonces in test_login.py and
test_code_exchange.py, cookies in tests/gateway, logout tokens in test_logout.py, statements in
test_propagation.py. Every code is explained in docs/login.md.
"""

import logging

import pytest
from harness.refused_proofs import PROOFS
from harness.refused_tokens import TOKENS, Refused
from harness.token_desk import OPAQUE, TokenDesk

from auth.errors import AuthError

SECRETS = ("999990007", "999990044", OPAQUE, "eyJ", "Sanne", "een-keer")


@pytest.mark.parametrize("row", TOKENS, ids=str)
async def test_a_token_is_refused(row: Refused) -> None:
    await check(row)


@pytest.mark.parametrize("row", PROOFS, ids=str)
async def test_a_proof_is_refused(row: Refused) -> None:
    await check(row)


async def check(row: Refused) -> None:
    desk = TokenDesk(**row.rules)
    presented = await row.at(desk)
    with pytest.raises(AuthError) as caught:
        await desk.principal(presented)
    assert caught.value.code == row.code
    assert not [secret for secret in SECRETS if secret in str(caught.value) + repr(presented)]


def test_no_way_stands_in_the_table_twice() -> None:
    assert len({row.way for row in TOKENS}) == len(TOKENS)
    assert len({row.way for row in PROOFS}) == len(PROOFS)


async def test_nothing_of_a_refusal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for row in (*TOKENS[:8], *PROOFS[:8]):
            await check(row)
    assert not [secret for secret in SECRETS if secret in caplog.text]

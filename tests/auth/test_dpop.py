"""A DPoP proof counts once, for one request, by the key that the token belongs to. RFC 9449."""

import asyncio
from typing import Any

import pytest
from harness.clock import NOW
from harness.openid_provider import signing_key
from harness.token_desk import APP, BASE, CALL, TokenDesk, by_bearer, by_dpop
from joserfc import jwt
from joserfc.jwk import OKPKey, RSAKey

from auth.bearer import DPOP, Presented
from auth.clock import SKEW
from auth.dpop import LIVES, NONCE_LIVES, Call, access_token_hash
from auth.errors import ProofError, StoreError


async def test_a_token_with_the_proof_of_its_key_opens() -> None:
    desk = TokenDesk()
    token = desk.bound()
    assert (await desk.principal(by_dpop(token, desk.proof(token)))).middel == "digid"


async def test_a_proof_opens_a_token_without_content_as_well() -> None:
    desk = TokenDesk(bound=True)
    token = desk.introspect(cnf={"jkt": APP.thumbprint()}, token_type="DPoP")
    assert await desk.principal(by_dpop(token, desk.proof(token)))


@pytest.mark.parametrize("algorithm", ["PS256", "RS256", "Ed25519"])
async def test_an_app_may_have_another_kind_of_key(algorithm: str) -> None:
    desk = TokenDesk()
    key: Any = OKPKey.generate_key("Ed25519") if algorithm == "Ed25519" else RSAKey.generate_key(2048)
    token = desk.bound(key)
    claims = {
        "htm": CALL.method,
        "htu": CALL.url,
        "iat": NOW,
        "jti": "een-keer",
        "ath": access_token_hash(token),
    }
    head = {"alg": algorithm, "typ": "dpop+jwt", "jwk": key.as_dict(private=False)}
    proof = jwt.encode(head, claims, key, algorithms=[algorithm], registry=None)
    assert await desk.principal(by_dpop(token, proof))


@pytest.mark.parametrize(
    "changes",
    [
        {"iat": NOW - LIVES - SKEW},
        {"iat": NOW + SKEW},
        {"iat": NOW - 0.5},
        {"htu": f"{BASE}:443/graphql"},
        {"htu": f"{BASE}/graphql?query=x#y"},
        {"htu": "HTTPS://Graaf.Voorbeeldstad.NL/graphql"},
    ],
    ids=repr,
)
async def test_small_differences_do_not_matter(changes: dict[str, Any]) -> None:
    desk = TokenDesk()
    token = desk.bound()
    assert await desk.principal(by_dpop(token, desk.proof(token, **changes)))


async def test_of_many_requests_with_one_proof_at_once_one_is_answered() -> None:
    desk = TokenDesk()
    token = desk.bound()
    presented = by_dpop(token, desk.proof(token))
    answers = await asyncio.gather(*(desk.principal(presented) for _ in range(8)), return_exceptions=True)
    refused = [one.code for one in answers if isinstance(one, ProofError)]
    assert refused == ["DPOP_REPLAYED"] * 7


async def test_the_proofs_of_two_apps_may_have_one_name() -> None:
    desk, other = TokenDesk(), signing_key()
    for key in (APP, other):
        token = desk.bound(key)
        assert await desk.principal(by_dpop(token, desk.proof(token, key=key)))


async def test_a_used_proof_is_remembered_for_as_long_as_it_could_be_used() -> None:
    desk = TokenDesk()
    token = desk.bound(exp=NOW + 3000)
    presented = by_dpop(token, desk.proof(token, iat=NOW + SKEW))
    assert await desk.principal(presented)
    desk.clock.forward(LIVES + 2 * SKEW)
    await desk.store.sweep(desk.clock())
    with pytest.raises(ProofError) as caught:
        await desk.principal(presented)
    assert caught.value.code == "DPOP_REPLAYED"
    desk.clock.forward(2 * SKEW)
    await desk.store.sweep(desk.clock())
    assert not desk.store.counts


async def test_a_proof_that_is_no_good_is_not_remembered() -> None:
    desk = TokenDesk()
    token = desk.bound()
    with pytest.raises(ProofError):
        await desk.principal(by_dpop(token, desk.proof(token, htm="GET")))
    assert not desk.store.counts


async def test_without_its_memory_no_proof_is_believed() -> None:
    desk = TokenDesk()
    desk.store.down = True
    token = desk.bound()
    with pytest.raises(StoreError):
        await desk.principal(by_dpop(token, desk.proof(token)))


async def test_who_is_told_a_nonce_makes_a_better_proof_with_it() -> None:
    desk = TokenDesk(nonce=True)
    token = desk.bound()
    with pytest.raises(ProofError) as caught:
        await desk.principal(by_dpop(token, desk.proof(token)))
    nonce = caught.value.nonce
    assert nonce
    assert await desk.principal(by_dpop(token, desk.proof(token, nonce=nonce)))
    desk.clock.forward(NONCE_LIVES)
    later = desk.bound(iat=int(desk.clock()), exp=int(desk.clock()) + 300)
    assert await desk.principal(by_dpop(later, desk.proof(later, nonce=nonce, jti="nog-een")))
    assert desk.proofs.nonce() != nonce


def test_replicas_give_out_the_same_nonce() -> None:
    assert TokenDesk().proofs.nonce() == TokenDesk().proofs.nonce()


async def test_a_token_that_is_bound_to_a_certificate_opens_with_that_one() -> None:
    desk = TokenDesk(bound=True)
    token = desk.provider.access_token(cnf={"x5t#S256": "een-duimafdruk"})
    assert await desk.principal(by_bearer(token, certificate="een-duimafdruk"))


async def test_a_token_can_be_bound_to_both() -> None:
    desk = TokenDesk()
    token = desk.bound(cnf={"jkt": APP.thumbprint(), "x5t#S256": "een-duimafdruk"})
    presented = Presented(token, CALL, DPOP, desk.proof(token), "een-duimafdruk")
    assert await desk.principal(presented)


async def test_a_request_is_one_method_at_one_address() -> None:
    desk = TokenDesk()
    token = desk.bound()
    proof = desk.proof(token)
    with pytest.raises(ProofError):
        await desk.principal(Presented(token, Call("POST", f"{BASE}/graphql/"), DPOP, proof))

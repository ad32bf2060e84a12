"""Whatever a login's claims say, under any profile: it names someone, or is refused with a code."""

import contextlib
from dataclasses import replace
from typing import Any

from harness.openid_provider import DIGID, SMARTCARD
from harness.thoroughness import amount
from hypothesis import given, settings
from hypothesis import strategies as st

from auth.assurance import Niveau
from auth.claims import naam_of, principal_of
from auth.errors import ClaimsError
from auth.profiles import PROFILES

KEY = b"k" * 32
WORDS = st.sampled_from(
    [
        *("999990007", "90000101", "999980014", "000012345678", "parkeren", "openid urn:uuid:1", SMARTCARD),
        *(
            "urn:etoegang:1.9:EntityConcernedID:KvKnr",
            "urn:nl-eid-gdi:1.0:id:BSN",
            "urn:nl-eid-gdi:1.0:id:RSIN",
        ),
        *("", None, 0, False, 7.5, "\ud800"),
    ]
)
NAMES = ["sub", "sub_id_type", "iss", "represents", "bsn", "kvk", "vestigingsnummer"]
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)


@st.composite
def logins(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A profile, and claims under the names that it looks at."""
    name = draw(st.sampled_from(sorted(PROFILES)))
    roots = sorted({path[0] for path in PROFILES[name].claims.paden})
    return name, draw(st.dictionaries(st.sampled_from(roots), VALUES, max_size=len(roots)))


@settings(max_examples=amount(60, 200), deadline=None)
@given(logins())
def test_claims_name_someone_or_are_refused(login: tuple[str, dict[str, Any]]) -> None:
    name, claims = login
    issuer = replace(DIGID, middel=name, claims=PROFILES[name].claims)
    with contextlib.suppress(ClaimsError):
        principal = principal_of(claims, issuer, KEY)
        assert principal.actor.id == principal.subject.id or principal.mandaat
        assert principal.niveau is Niveau.GEEN or claims["acr"] == SMARTCARD
        assert not [
            scope for scope in principal.scopes if scope.startswith("klantsoort:") and principal.mandaat
        ]
    assert isinstance(naam_of(claims, issuer), str | None)

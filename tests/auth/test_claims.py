"""From claims to a Principal: whatever is missing or misshapen refuses the login."""

from dataclasses import replace
from typing import Any

import pytest
from harness.openid_provider import DIGID, SMARTCARD

from auth.assurance import Niveau
from auth.claims import naam_of, principal_of
from auth.errors import ClaimsError
from auth.issuers import NIVEAUS, ClaimRules, KlantsoortRule, PartyClaims
from auth.principal import Identifier, Klantsoort
from auth.pseudonym import pseudonym

KEY = b"k" * 32
BURGER = {"bsn": "999990007", "acr": SMARTCARD}
KVK = "urn:etoegang:1.9:EntityConcernedID:KvKnr"
RSIN = "urn:etoegang:1.9:EntityConcernedID:RSIN"
LEGAL = "urn:etoegang:core:LegalSubjectID"

EHERKENNING = replace(
    DIGID,
    middel="eherkenning",
    claims=ClaimRules(
        PartyClaims(
            (LEGAL,), Identifier.KVK, ("namequalifier",), {KVK: Identifier.KVK, RSIN: Identifier.RSIN}
        ),
        Klantsoort.BEDRIJF,
        (KlantsoortRule(Klantsoort.INSTELLING, ("namequalifier",), frozenset({RSIN})),),
    ),
)
MACHTIGEN = replace(
    DIGID,
    middel="digid_machtigen",
    claims=ClaimRules(
        PartyClaims(("aanvrager", "bsn"), Identifier.BSN),
        Klantsoort.BURGER,
        gemachtigde=PartyClaims(("gemachtigde", "bsn"), Identifier.BSN),
        diensten=("urn:nl-eid-gdi:1.0:ServiceUUID",),
    ),
)


def test_a_burger_is_known_by_the_pseudonym_of_their_bsn() -> None:
    principal = principal_of(BURGER, DIGID, KEY)
    assert principal.subject.id == pseudonym(KEY, Identifier.BSN, "999990007")
    assert (principal.klantsoort, principal.niveau) == (Klantsoort.BURGER, Niveau.SUBSTANTIEEL)
    assert "999990007" not in repr(principal)


@pytest.mark.parametrize(
    ("qualifier", "number", "klantsoort", "soort"),
    [
        (KVK, "90000101", Klantsoort.BEDRIJF, Identifier.KVK),
        (RSIN, "999980014", Klantsoort.INSTELLING, Identifier.RSIN),
    ],
)
def test_the_qualifier_says_what_kind_of_number_it_is(
    qualifier: str, number: str, klantsoort: Klantsoort, soort: Identifier
) -> None:
    principal = principal_of({LEGAL: number, "namequalifier": qualifier}, EHERKENNING, KEY)
    assert (principal.klantsoort, principal.subject.soort) == (klantsoort, soort)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"bsn": None},
        {"bsn": ""},
        {"bsn": 999990007},
        {"bsn": "99999000"},
        {"bsn": "999990007 "},
        {"bsn": "٩٩٩٩٩٠٠٠٧"},
        {"bsn": ["999990007"]},
        {"BSN": "999990007"},
    ],
    ids=repr,
)
def test_a_missing_or_misshapen_identifier_refuses_the_login(claims: dict[str, Any]) -> None:
    with pytest.raises(ClaimsError) as caught:
        principal_of({"acr": SMARTCARD, **claims}, DIGID, KEY)
    assert "99999" not in str(caught.value)


def test_an_unknown_qualifier_refuses_the_login() -> None:
    with pytest.raises(ClaimsError):
        principal_of({LEGAL: "90000101", "namequalifier": "iets-anders"}, EHERKENNING, KEY)


@pytest.mark.parametrize("acr", [None, "", "opperst", 4, [SMARTCARD], SMARTCARD.lower()])
def test_an_unknown_level_is_no_level_and_opens_nothing(acr: object) -> None:
    principal = principal_of({**BURGER, "acr": acr}, DIGID, KEY)
    assert principal.niveau is Niveau.GEEN
    assert principal.scopes == frozenset()


def test_levels_keep_the_order_of_their_schemes() -> None:
    digid = [
        NIVEAUS[f"urn:oasis:names:tc:SAML:2.0:ac:classes:{name}"]
        for name in ("PasswordProtectedTransport", "MobileTwoFactorContract", "Smartcard", "SmartcardPKI")
    ]
    etoegang = [
        NIVEAUS[f"urn:etoegang:core:assurance-class:{name}"] for name in ("loa2", "loa2plus", "loa3", "loa4")
    ]
    assert digid == sorted(digid)
    assert etoegang == sorted(etoegang)


def test_a_representative_acts_for_another_within_a_mandate() -> None:
    claims = {
        "aanvrager": {"bsn": "999990007"},
        "gemachtigde": {"bsn": "999990044"},
        "urn:nl-eid-gdi:1.0:ServiceUUID": "parkeren",
        "acr": SMARTCARD,
    }
    principal = principal_of(claims, MACHTIGEN, KEY)
    assert principal.subject.id == pseudonym(KEY, Identifier.BSN, "999990007")
    assert principal.actor.id == pseudonym(KEY, Identifier.BSN, "999990044")
    assert "machtiging:parkeren" in principal.scopes


@pytest.mark.parametrize("diensten", [None, [], [1], {"parkeren": True}, [""]])
def test_a_representative_without_a_clear_mandate_is_refused(diensten: object) -> None:
    claims = {
        "aanvrager": {"bsn": "999990007"},
        "gemachtigde": {"bsn": "999990044"},
        "urn:nl-eid-gdi:1.0:ServiceUUID": diensten,
    }
    with pytest.raises(ClaimsError):
        principal_of(claims, MACHTIGEN, KEY)


def test_a_representative_who_is_not_named_is_refused() -> None:
    with pytest.raises(ClaimsError):
        principal_of({"aanvrager": {"bsn": "999990007"}}, MACHTIGEN, KEY)


def test_a_name_is_shown_only_when_it_is_one() -> None:
    assert naam_of({"naam": "Sanne"}, DIGID) == "Sanne"
    assert naam_of({"naam": ["Sanne"]}, DIGID) is None
    assert naam_of({"naam": "Sanne"}, EHERKENNING) is None

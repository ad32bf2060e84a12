"""Each profile, on claims as a broker gives them."""

from dataclasses import dataclass, replace
from typing import Any, get_args

import pytest
from harness.openid_provider import DIGID

from auth.assurance import Niveau
from auth.claim_rules import ClaimRules, KlantsoortRule
from auth.claims import naam_of, principal_of
from auth.errors import ClaimsError
from auth.issuers import TrustedIssuer
from auth.principal import Identifier, Klantsoort
from auth.profiles import PROFILES
from auth.pseudonym import pseudonym
from gateway.login_settings import ProfileName

KEY = b"k" * 32
GDI, CORE, NINE = "urn:nl-eid-gdi:1.0:", "urn:etoegang:core:", "urn:etoegang:1.9:"
KVK, RSIN = f"{NINE}EntityConcernedID:KvKnr", f"{NINE}EntityConcernedID:RSIN"
LOA3 = "urn:etoegang:core:assurance-class:loa3"
MIDDEN = "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"
SUBSTANTIAL = "http://eidas.europa.eu/LoA/substantial"
EMPLOYEE = f"{'AB12' * 16}@{'CD34' * 8}"
SERVICE_ID = "urn:etoegang:DV:00000001001234567000:services:9113"
SERVICE = "34085d78-21aa-4481-a219-b28d7f3282fc"
BASE = {"iss": "https://makelaar.voorbeeldstad.nl", "sub": "4f2b", "aud": "gemeentegraaf", "nonce": "n"}

EHERKENNING = {
    f"{CORE}LegalSubjectID": "90000101",
    "namequalifier": KVK,
    f"{CORE}ActingSubjectID": EMPLOYEE,
    f"{CORE}ServiceID": SERVICE_ID,
    f"{CORE}ServiceUUID": SERVICE,
    "acr": LOA3,
}
BEWINDVOERING = {**EHERKENNING, "sel_uid": "999990007"}
EIDAS = {
    "urn:etoegang:1.12:EntityConcernedID:PseudoID": "BE/NL/4f2b1c9e",
    f"{NINE}attribute:FirstName": "Amélie",
    f"{NINE}attribute:FamilyName": "Dupont",
    f"{NINE}attribute:DateOfBirth": "1981-04-05",
    "acr": LOA3,
}
EIDAS_BEDRIJF = {
    **EIDAS,
    "urn:etoegang:1.11:EntityConcernedID:eIDASLegalIdentifier": "BE/NL/0123.456.789",
    "urn:etoegang:1.11:attribute-represented:CompanyName": "Dupont & Fils",
    f"{CORE}ServiceID": SERVICE_ID,
}
CHAIN = {
    "sub": "RKyLpEVr1L",
    "sub_id_type": f"{GDI}id:pseudonym",
    "scope": f"openid urn:uuid:{SERVICE}",
    "acr": SUBSTANTIAL,
    "represents": {
        "sub": "999980014",
        "sub_id_type": f"{GDI}id:RSIN",
        "iss": "urn:uuid:28e0686f-20ff-41bd-8520-57b9c68cc9a3",
        "alt_sub": {"sub": "27381312", "sub_id_type": f"{GDI}id:KvKnr", "iss": "urn:uuid:ebc29845"},
        "represents": {"sub": "999990007", "sub_id_type": f"{GDI}id:BSN", "iss": "urn:uuid:55291cc0"},
    },
}
ONE_LINK = {**CHAIN, "represents": CHAIN["represents"]["represents"]}  # type: ignore[index]


@dataclass(frozen=True)
class Who:
    """What a login comes down to: subject and actor as kind and value, and the rest as they are."""

    subject: tuple[Identifier, str]
    actor: tuple[Identifier, str] | None = None
    klantsoort: Klantsoort = Klantsoort.BURGER
    niveau: Niveau = Niveau.SUBSTANTIEEL
    diensten: frozenset[str] | None = None
    rol: str | None = None
    keten: tuple[tuple[Identifier, str], ...] = ()
    handelend: tuple[Identifier, str] | None = None


BSN, COMPANY, EMPLOYED = Identifier.BSN, Klantsoort.BEDRIJF, (Identifier.PSEUDONIEM, EMPLOYEE)
LOGINS: list[tuple[str, dict[str, Any], Who]] = [
    ("digid", {"bsn": "999990007", "acr": MIDDEN}, Who((BSN, "999990007"), niveau=Niveau.MIDDEN)),
    (
        "digid_machtigen",
        {
            f"{GDI}LegalSubjectID": "999990007",
            f"{GDI}ActingSubjectID": "999990044",
            f"{GDI}ServiceUUID": SERVICE,
            "acr": MIDDEN,
        },
        Who(
            (BSN, "999990007"), (BSN, "999990044"), niveau=Niveau.MIDDEN, diensten=frozenset({SERVICE})
        ),
    ),
    ("eherkenning", EHERKENNING, Who((Identifier.KVK, "90000101"), None, COMPANY, handelend=EMPLOYED)),
    (
        "eherkenning",
        {**EHERKENNING, f"{CORE}LegalSubjectID": "999980014", "namequalifier": RSIN},
        Who((Identifier.RSIN, "999980014"), None, COMPANY, handelend=EMPLOYED),
    ),
    (
        "eherkenning",
        {**EHERKENNING, f"{NINE}ServiceRestriction:Vestigingsnr": "000012345678"},
        Who((Identifier.VESTIGING, "90000101/000012345678"), None, COMPANY, handelend=EMPLOYED),
    ),
    (
        "eherkenning",  # before version 1.13
        {KVK: "90000101", f"{CORE}ActingSubjectID": EMPLOYEE, "acr": LOA3},
        Who((Identifier.KVK, "90000101"), None, COMPANY, handelend=EMPLOYED),
    ),
    (
        "eherkenning",  # ketenmachtiging
        {**EHERKENNING, f"{NINE}IntermediateEntityID:KvKnr": "90000202"},
        Who(
            (Identifier.KVK, "90000101"),
            (Identifier.KVK, "90000202"),
            COMPANY,
            diensten=frozenset({SERVICE_ID, SERVICE}),
            handelend=EMPLOYED,
        ),
    ),
    (
        "eherkenning_bewindvoering",
        BEWINDVOERING,
        Who(
            (BSN, "999990007"),
            (Identifier.KVK, "90000101"),
            diensten=frozenset({SERVICE_ID, SERVICE}),
            rol="bewindvoerder",
            handelend=EMPLOYED,
        ),
    ),
    ("eidas", EIDAS, Who((Identifier.PSEUDONIEM, "BE/NL/4f2b1c9e"))),
    (
        "eidas",
        {**EIDAS, "urn:etoegang:1.12:EntityConcernedID:BSN": "999990007"},
        Who((BSN, "999990007")),
    ),
    (
        "eidas_bedrijf",
        EIDAS_BEDRIJF,
        Who(
            (Identifier.EIDAS, "BE/NL/0123.456.789"),
            None,
            COMPANY,
            handelend=(Identifier.PSEUDONIEM, "BE/NL/4f2b1c9e"),
        ),
    ),
    (
        "nlgov",
        {"sub": "999990007", "sub_id_type": f"{GDI}id:BSN", "acr": SUBSTANTIAL},
        Who((BSN, "999990007")),
    ),
    (
        "nlgov",
        {"sub": "90000101", "sub_id_type": f"{GDI}id:KvKnr", "acr": SUBSTANTIAL},
        Who((Identifier.KVK, "90000101"), None, COMPANY),
    ),
    (
        "nlgov",
        ONE_LINK,
        Who(
            (BSN, "999990007"),
            (Identifier.PSEUDONIEM, "RKyLpEVr1L"),
            diensten=frozenset({f"urn:uuid:{SERVICE}"}),
        ),
    ),
    (
        "nlgov",
        CHAIN,
        Who(
            (BSN, "999990007"),
            (Identifier.PSEUDONIEM, "RKyLpEVr1L"),
            diensten=frozenset({f"urn:uuid:{SERVICE}"}),
            keten=((Identifier.RSIN, "999980014"),),
        ),
    ),
    (
        "keycloak",
        {"aanvrager": {"bsn": "999990007"}, "acr": MIDDEN},
        Who((BSN, "999990007"), niveau=Niveau.MIDDEN),
    ),
    (
        "keycloak",
        {"aanvrager": {"kvk": "90000101", "vestigingsnummer": "000012345678"}, "acr": LOA3},
        Who((Identifier.VESTIGING, "90000101/000012345678"), None, COMPANY),
    ),
    (
        "keycloak",
        {
            "aanvrager": {"bsn": "999990007"},
            "gemachtigde": {"kvk": "90000101"},
            f"{CORE}ServiceUUID": SERVICE,
            "acr": LOA3,
        },
        Who((BSN, "999990007"), (Identifier.KVK, "90000101"), diensten=frozenset({SERVICE})),
    ),
]  # fmt: skip


def issuer(profile: str, **changes: Any) -> TrustedIssuer:
    rules: ClaimRules = replace(PROFILES[profile].claims, **changes)
    return replace(DIGID, middel=profile, claims=rules)


def known(party: tuple[Identifier, str]) -> str:
    return pseudonym(KEY, *party)


@pytest.mark.parametrize(("profile", "claims", "who"), LOGINS)
def test_a_login_is_about_whom_its_claims_name(profile: str, claims: dict[str, Any], who: Who) -> None:
    principal = principal_of({**BASE, **claims}, issuer(profile), KEY)
    assert principal.subject.id == known(who.subject)
    assert principal.actor.id == known(who.actor or who.subject)
    assert (principal.klantsoort, principal.niveau) == (who.klantsoort, who.niveau)
    assert (principal.mandaat.diensten if principal.mandaat else None) == who.diensten
    assert (principal.mandaat.rol if principal.mandaat else None) == who.rol
    assert (principal.mandaat.keten if principal.mandaat else ()) == tuple(map(known, who.keten))
    assert (principal.handelend.id if principal.handelend else None) == (
        known(who.handelend) if who.handelend else None
    )
    shown = repr(principal)
    assert not [value for _, value in (who.subject, who.actor or who.subject) if value in shown]


@pytest.mark.parametrize(("profile", "claims"), [login[:2] for login in LOGINS])
def test_without_the_claims_that_name_someone_a_login_is_refused(
    profile: str, claims: dict[str, Any]
) -> None:
    rules = PROFILES[profile].claims
    always = (rules.subject, rules.handelend, rules.gemachtigde if rules.altijd_gemachtigd else ())
    for places in filter(None, always):
        named = {place.pad[0] for place in places}
        less = {name: value for name, value in {**BASE, **claims}.items() if name not in named}
        with pytest.raises(ClaimsError) as caught:
            principal_of(less, issuer(profile), KEY)
        assert caught.value.code == "LOGIN_CLAIMS"


@pytest.mark.parametrize("profile", PROFILES)
def test_an_unknown_level_opens_nothing_under_any_profile(profile: str) -> None:
    claims = next(claims for name, claims, _ in LOGINS if name == profile)
    for acr in ("1", "urn:etoegang:core:assurance-class:loa5", None):
        assert principal_of({**BASE, **claims, "acr": acr}, issuer(profile), KEY).scopes == frozenset()


@pytest.mark.parametrize("profile", PROFILES)
def test_the_level_that_is_asked_for_is_one_that_is_understood(profile: str) -> None:
    found = PROFILES[profile]
    assert all(found.claims.niveaus[acr] is niveau for niveau, acr in found.acr_values.items())


def test_one_scheme_does_not_pass_for_another() -> None:
    digid = principal_of({**BASE, "bsn": "999990007", "acr": LOA3}, issuer("digid"), KEY)
    assert digid.niveau is Niveau.GEEN


@pytest.mark.parametrize(
    "claims",
    [
        {f"{CORE}LegalSubjectID": "999990007", "namequalifier": "urn:etoegang:1.12:EntityConcernedID:BSN"},
        {f"{CORE}LegalSubjectID": "90000101", "namequalifier": None},
        {f"{NINE}ServiceRestriction:Vestigingsnr": "12"},
        {f"{NINE}IntermediateEntityID:KvKnr": ["90000202", "90000303"]},
        {f"{NINE}IntermediateEntityID:KvKnr": "999980014"},
        {f"{CORE}ActingSubjectID": ""},
    ],
    ids=repr,
)
def test_eherkenning_that_is_not_understood_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(ClaimsError) as caught:
        principal_of({**BASE, **EHERKENNING, **claims}, issuer("eherkenning"), KEY)
    assert caught.value.code == "LOGIN_CLAIMS"


def deeper(levels: int) -> dict[str, Any]:
    claims: dict[str, Any] = {"sub": "999990007", "sub_id_type": f"{GDI}id:BSN", "iss": "urn:x"}
    for _ in range(levels):
        claims = {**claims, "represents": claims}
    return {**claims, "scope": f"openid urn:uuid:{SERVICE}"}


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"represents": {}}, "LOGIN_CLAIMS"),
        ({"represents": "999990007"}, "LOGIN_CLAIMS"),
        ({"represents": [CHAIN["represents"]]}, "LOGIN_CLAIMS"),
        ({"represents": {"sub": "999990007", "iss": "urn:x"}}, "LOGIN_CLAIMS"),
        ({"represents": {"sub": "999990007", "sub_id_type": f"{GDI}id:BSN"}}, "LOGIN_CLAIMS"),
        ({"sub_id_type": None}, "LOGIN_CLAIMS"),
        ({"sub_id_type": f"{GDI}id:EncryptedBSN"}, "LOGIN_CLAIMS"),
        ({"scope": "openid"}, "LOGIN_MANDATE"),
        ({"scope": None}, "LOGIN_MANDATE"),
        (deeper(6), "LOGIN_CLAIMS"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value)[:40],
)
def test_a_chain_that_is_not_understood_is_refused(claims: dict[str, Any], code: str) -> None:
    with pytest.raises(ClaimsError) as caught:
        principal_of({**BASE, **CHAIN, **claims}, issuer("nlgov"), KEY)
    assert caught.value.code == code


def test_a_name_is_taken_from_where_the_scheme_puts_it() -> None:
    assert naam_of(EIDAS, issuer("eidas")) == "Amélie Dupont"
    assert naam_of(EIDAS_BEDRIJF, issuer("eidas_bedrijf")) == "Dupont & Fils"
    assert naam_of({"bsn": "999990007"}, issuer("digid")) is None


def test_any_part_of_a_profile_can_be_said_otherwise() -> None:
    rule = KlantsoortRule(Klantsoort.INSTELLING, soorten=frozenset({Identifier.RSIN}))
    claims = {**BASE, **EHERKENNING, f"{CORE}LegalSubjectID": "999980014", "namequalifier": RSIN}
    found = principal_of(claims, issuer("eherkenning", uitzonderingen=(rule,)), KEY)
    assert found.klantsoort is Klantsoort.INSTELLING


def test_the_settings_know_every_profile() -> None:
    assert set(get_args(ProfileName)) == PROFILES.keys()

"""Issuers as they are said in gateway.yaml: a profile, what is otherwise, and who we are."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from yaml import safe_load

from auth.assurance import Niveau
from auth.bearer_rules import LIFETIME, TYPES, IntrospectionRules
from auth.claim_rules import GrantedScopes, KlantsoortRule, PartyClaims, RequiredClaim, ServiceClaims
from auth.client_keys import Certificate
from auth.errors import ConfigurationError
from auth.issuers import STRONG, TrustedIssuer
from auth.principal import Identifier, Klantsoort
from auth.profiles import NIVEAUS, PROFILES
from auth.request_rules import RequestRules
from gateway.http.client_keys import CLIENT_KEYS_AT, client_keys_route
from gateway.settings import GatewaySettings, SettingsError

RSA, EC = RSAKey.generate_key(2048), ECKey.generate_key("P-256")
ENVIRON = {
    "SECRET": "het-geheim-van-de-makelaar",
    "RSA": RSA.as_pem(private=True).decode(),
    "EC": EC.as_pem(private=True).decode(),
    "PUBLIC": EC.as_pem(private=False).decode(),
    "P": "p" * 32,
    "S": "s",
}
HEAD = """
public_url: https://mijn.voorbeeldstad.nl
login:
  sessions_url: "sqlite:///:memory:"
  pseudonym_key: ${P}
  signing_key: ${S}
  issuers:
    middel:
      url: https://inloggen.voorbeeldstad.nl
      client: {id: graaf, secret: "${SECRET}"}
"""


def text(issuer: str) -> str:
    return HEAD + "".join(f"      {line}\n" for line in issuer.strip().splitlines())


def trusted(issuer: str) -> TrustedIssuer:
    login = GatewaySettings.load(text(issuer), ENVIRON).login
    assert login
    [one] = login.trusted_issuers
    return one


def client(parts: str) -> TrustedIssuer:
    login = GatewaySettings.load(
        text("profile: digid").replace('{id: graaf, secret: "${SECRET}"}', parts), ENVIRON
    )
    assert login.login
    [one] = login.login.trusted_issuers
    return one


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_all_that_need_be_said_of_claims(name: str) -> None:
    issuer = trusted(f"profile: {name}")
    assert issuer.claims == PROFILES[name].claims
    assert issuer.acr_values == PROFILES[name].acr_values


def test_what_is_said_beside_a_profile_takes_the_place_of_that_part_alone() -> None:
    issuer = trusted("""
profile: eherkenning
acr_values: {substantieel: hoog-genoeg}
claims:
  naam: [[organisatie, naam], weergavenaam]
  handelend: null
  niveaus: {"3": substantieel}
  uitzonderingen: [{klantsoort: instelling, soorten: [rsin]}, {klantsoort: instelling, nummers: ["90000101"]}]
  diensten: {namen: {"urn:etoegang:DV:1:services:9113": parkeren}}
""")
    base = PROFILES["eherkenning"].claims
    assert issuer.acr_values == {Niveau.SUBSTANTIEEL: "hoog-genoeg"}
    assert issuer.claims.naam == (("organisatie", "naam"), ("weergavenaam",))
    assert issuer.claims.handelend == ()
    assert issuer.claims.niveaus == {"3": Niveau.SUBSTANTIEEL}
    assert issuer.claims.uitzonderingen == (
        KlantsoortRule(Klantsoort.INSTELLING, soorten=frozenset({Identifier.RSIN})),
        KlantsoortRule(Klantsoort.INSTELLING, nummers=frozenset({"90000101"})),
    )
    assert base.diensten
    assert issuer.claims.diensten == ServiceClaims(
        base.diensten.paden, {"urn:etoegang:DV:1:services:9113": "parkeren"}
    )
    assert issuer.claims.subject == base.subject
    assert issuer.claims.gemachtigde == base.gemachtigde


def test_everything_can_be_said_without_a_profile() -> None:
    issuer = trusted("""
claims:
  klantsoort: bedrijf
  subject:
    - {pad: nummer, soort_pad: [soort], soorten: {K: kvk, R: rsin}, vestiging_pad: vestiging}
    - {pad: [oud, kvk], soort: kvk}
  gemachtigde: {pad: tussenpersoon, soort: kvk}
  altijd_gemachtigd: false
  diensten: {paden: [dienst, [extra, diensten]]}
  rol: intermediair
  handelend: {pad: sub, soort: pseudoniem}
  niveau: [loa]
  niveau_ontbreekt: basis
  scopes: [{pad: [realm_access, roles], scopes: {meedenker: meedenken}}]
  eisen: [{pad: identity_provider, waarden: [eherkenning]}, {pad: organisatie}]
""")
    rules = issuer.claims
    assert rules.subject == (
        PartyClaims(
            ("nummer",), None, ("soort",), {"K": Identifier.KVK, "R": Identifier.RSIN}, ("vestiging",)
        ),
        PartyClaims(("oud", "kvk"), Identifier.KVK),
    )
    assert rules.gemachtigde == (PartyClaims(("tussenpersoon",), Identifier.KVK),)
    assert not rules.altijd_gemachtigd
    assert rules.diensten == ServiceClaims((("dienst",), ("extra", "diensten")))
    assert (rules.rol, rules.niveau, rules.niveau_ontbreekt) == ("intermediair", ("loa",), Niveau.BASIS)
    assert rules.handelend == (PartyClaims(("sub",), Identifier.PSEUDONIEM),)
    assert rules.niveaus == NIVEAUS
    assert rules.scopes == (GrantedScopes(("realm_access", "roles"), {"meedenker": "meedenken"}),)
    assert rules.eisen == (
        RequiredClaim(("identity_provider",), frozenset({"eherkenning"})),
        RequiredClaim(("organisatie",)),
    )


def test_what_is_not_said_of_tokens_and_requests_is_as_safe_as_it_can_be() -> None:
    issuer = trusted("profile: digid\nbearer: {audiences: [graaf]}")
    assert issuer.algorithms == STRONG
    assert issuer.request == RequestRules()
    assert not issuer.userinfo
    assert issuer.bearer
    assert (issuer.bearer.types, issuer.bearer.lifetime) == (TYPES, LIFETIME)
    assert issuer.bearer.introspection is None
    assert trusted("profile: digid").bearer is None


def test_all_of_tokens_and_requests_can_be_said() -> None:
    issuer = trusted("""
profile: digid
algorithms: [PS256]
userinfo: true
request: {scopes: [openid, bsn], parameters: {kc_idp_hint: digid}, pushed: true}
bearer:
  audiences: [graaf]
  parties: [app]
  types: [JWT]
  scopes: [graaf]
  lifetime_seconds: 900
  bound: true
  nonce: true
  introspection: {signed: true, seconds: 5, client: {id: api, secret: "${SECRET}"}}
""")
    assert issuer.request == RequestRules(("openid", "bsn"), {"kc_idp_hint": "digid"}, pushed=True)
    bearer = issuer.bearer
    assert bearer
    assert (bearer.parties, bearer.types, bearer.scopes) == ({"app"}, {"JWT"}, {"graaf"})
    assert (bearer.lifetime, bearer.bound, bearer.nonce) == (900, True, True)
    assert bearer.introspection
    assert (bearer.introspection.signed, bearer.introspection.seconds) == (True, 5)
    assert bearer.introspection.client
    assert bearer.introspection.client.id == "api"
    assert trusted("profile: digid\nbearer: {audiences: [a], introspection: {}}").bearer.introspection == (  # type: ignore[union-attr]
        IntrospectionRules()
    )


class TestClient:
    def test_keys_come_from_the_environment_one_or_more(self) -> None:
        one = client(
            '{id: g, method: private_key_jwt, signing_keys: "${RSA}", decryption_keys: ["${EC}", "${RSA}"]}'
        )
        keys = one.client.keys
        assert [key.kid for key in keys.signing] == [RSA.thumbprint()]
        assert [key.kid for key in keys.decryption] == [EC.thumbprint(), RSA.thumbprint()]

    def test_a_certificate_comes_from_files(self) -> None:
        one = client(
            "{id: graaf, method: tls_client_auth, certificate: {certificate_file: /c.pem, key_file: /k.pem}}"
        )
        assert one.client.keys.certificate == Certificate(Path("/c.pem"), Path("/k.pem"))

    def test_a_key_in_the_file_itself_is_refused(self) -> None:
        with pytest.raises(SettingsError) as caught:
            client('{id: graaf, method: private_key_jwt, signing_keys: "-----BEGIN PRIVATE KEY-----"}')
        assert "BEGIN" not in str(caught.value)

    @pytest.mark.parametrize(
        "parts",
        [
            '{id: graaf, method: private_key_jwt, signing_keys: "${PUBLIC}"}',
            '{id: graaf, method: private_key_jwt, signing_keys: "${SECRET}"}',
            "{id: graaf, method: private_key_jwt}",
            "{id: graaf}",
            '{id: graaf, method: none, secret: "${SECRET}"}',
            "{id: graaf, method: tls_client_auth}",
        ],
    )
    def test_what_will_not_work_is_refused_with_the_name_of_the_middel(self, parts: str) -> None:
        with pytest.raises(ConfigurationError, match=r"^middel: ") as caught:
            client(parts)
        assert ENVIRON["SECRET"] not in str(caught.value)


@pytest.mark.parametrize(
    "issuer",
    [
        "label: Zonder profiel",
        "claims: {klantsoort: burger}",
        "claims: {subject: {pad: bsn, soort: bsn}}",
        "claims: {klantsoort: burger, subject: {pad: bsn}}",
        "profile: digid\nclaims: {subject: []}",
        "profile: digid\nclaims: {gemachtigde: {pad: x, soort: bsn}}",
        "profile: digid\nclaims: {uitzonderingen: [{klantsoort: instelling}]}",
        "profile: digid\nclaims: {scopes: [{pad: rol, scopes: {baas: 'loa:hoog'}}]}",
        "profile: digid\nrequest: {scopes: [profile]}",
        "profile: digid\nrequest: {signed: true}",
        "profile: digid\nrequest: {parameters: {state: vast}}",
        "profile: digid\nalgorithms: [HS256]",
        "profile: digid\nbearer: {audiences: []}",
    ],
)
def test_what_would_not_be_safe_is_refused_with_the_name_of_the_middel(issuer: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^middel: "):
        trusted(issuer)


@pytest.mark.parametrize(
    ("issuer", "key"),
    [
        ("profile: digidee", "login.issuers.middel.profile"),
        ("profile: digid\nclaims: {subjekt: []}", "login.issuers.middel.claims.subjekt"),
        (
            "profile: digid\nclaims: {subject: {pad: bsn, soort: rijbewijs}}",
            "login.issuers.middel.claims.subject.0.soort",
        ),
        ("profile: digid\nclaims: {niveaus: {x: laag}}", "login.issuers.middel.claims.niveaus.x"),
        ("profile: digid\nclaims: {naam: [1]}", "login.issuers.middel.claims.naam.0"),
        ("profile: digid\nbearer: {}", "login.issuers.middel.bearer.audiences"),
        (
            "profile: digid\nbearer: {audiences: [a], lifetime_seconds: 0}",
            "login.issuers.middel.bearer.lifetime",
        ),
    ],
)
def test_an_error_names_the_key(issuer: str, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        trusted(issuer)
    assert str(caught.value).startswith(key)


@pytest.mark.parametrize(
    ("claims", "good"),
    [
        ("{subject: {pad: bsn, soort: bsn}, naam: [naam]}", True),
        ("{subject: [{pad: [bsn], soort: bsn}], naam: [[a, b]]}", True),
        ("{subject: bsn}", False),
        ("{subject: {pad: 1, soort: bsn}}", False),
        ("{niveau_ontbreekt: laag}", False),
    ],
)
def test_the_json_schema_knows_the_short_forms(claims: str, good: bool) -> None:
    schema: dict[str, Any] = GatewaySettings.model_json_schema()
    given = safe_load(text(f"profile: digid\nclaims: {claims}"))
    assert Draft202012Validator(schema).is_valid(given) is good


async def test_our_public_keys_are_there_for_providers_to_fetch() -> None:
    one = client('{id: graaf, method: private_key_jwt, signing_keys: "${RSA}", decryption_keys: "${EC}"}')
    app = Starlette(routes=[client_keys_route([one, one])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://graaf") as http:
        answer = await http.get(CLIENT_KEYS_AT)
    assert answer.headers["content-type"] == "application/jwk-set+json"
    keys = json.loads(answer.text)["keys"]
    assert [(key["kid"], key["use"]) for key in keys] == [(RSA.thumbprint(), "sig"), (EC.thumbprint(), "enc")]
    assert not {"d", "p", "q"} & {name for key in keys for name in key}

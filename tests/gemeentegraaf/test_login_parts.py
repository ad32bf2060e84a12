"""A gateway with login, all from gateway.yaml and the environment."""

import json
from pathlib import Path

import httpx
import pytest
from harness.small_town import SUPERGRAPH, small_town

from auth.assurance import Niveau
from auth.identification import Opener, generate_identification_key
from auth.keys import dump_signing_key, generate_signing_key, load_signing_key, public_key_set
from auth.principal import Identifier, Identiteit, Klantsoort, Principal
from auth.propagation import HEADER, Verifier
from gateway.app import make_app
from gateway.settings import GatewaySettings, SettingsError
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.environ import with_files
from gemeentegraaf.login_parts import login_parts
from schema.supergraph import Supergraph

SECRET = "het-geheim-van-de-makelaar"
SETTINGS = """
public_url: https://mijn.voorbeeldstad.nl
login:
  sessions_url: ${SESSIONS}
  pseudonym_key: ${PSEUDONIEMSLEUTEL}
  signing_key: ${SIGNING_KEY}
  origins: [https://www.voorbeeldstad.nl]
  issuers:
    digid:
      url: https://inloggen.voorbeeldstad.nl/digid
      label: DigiD
      client: {id: gemeentegraaf, secret: "${SECRET}"}
      acr_values: {midden: "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"}
      bearer: {audiences: [gemeentegraaf]}
      claims:
        klantsoort: burger
        subject: {pad: [aanvrager, bsn], soort: bsn}
        niveaus: {"urn:laag": basis}
"""
ENVIRON = {
    "SESSIONS": "sqlite:///:memory:",
    "PSEUDONIEMSLEUTEL": "p" * 32,
    "SIGNING_KEY": dump_signing_key(generate_signing_key()),
    "SECRET": SECRET,
}


def load(text: str = SETTINGS, **environ: str) -> GatewaySettings:
    return GatewaySettings.load(text, {**ENVIRON, **environ})


def test_an_issuer_is_read_whole() -> None:
    login = load().login
    assert login
    [digid] = login.trusted_issuers
    assert (digid.middel, digid.url) == ("digid", "https://inloggen.voorbeeldstad.nl/digid")
    assert (digid.client.id, digid.client.secret) == ("gemeentegraaf", SECRET)
    [subject] = digid.claims.subject
    assert (subject.pad, subject.soort) == (("aanvrager", "bsn"), Identifier.BSN)
    assert digid.claims.klantsoort is Klantsoort.BURGER
    assert digid.claims.niveaus == {"urn:laag": Niveau.BASIS}
    assert list(digid.acr_values) == [Niveau.MIDDEN]


def test_no_secret_shows_in_the_settings() -> None:
    shown = repr(load()) + str(load().model_dump())
    assert not [secret for secret in ENVIRON.values() if secret in shown]


NUMBERS = """
  identification:
    brp: {{key: '{key}', soorten: [bsn]}}
"""


async def test_a_subgraph_is_told_numbers_when_its_key_is_in_the_settings() -> None:
    key = generate_identification_key()
    public = json.dumps(key.as_dict(private=False))
    login = load(SETTINGS + NUMBERS.format(key=public)).login
    assert login
    recipient = login.recipients["brp"]
    assert (recipient.soorten, recipient.actor) == ({Identifier.BSN}, False)
    parts = login_parts(login, "https://mijn.voorbeeldstad.nl")
    who = Identiteit("klant", Identifier.BSN, "999990007")
    headers_for = parts.headers_for(Principal(who, who, Klantsoort.BURGER, "digid", Niveau.MIDDEN))
    verifier = Verifier(public_key_set(load_signing_key(ENVIRON["SIGNING_KEY"])), "brp", opener=Opener(key))
    assert verifier.verify(headers_for("brp")[HEADER]).identificatie.subject == who


def test_a_private_key_in_the_place_of_a_public_one_is_refused() -> None:
    private = json.dumps(generate_identification_key().as_dict(private=True))
    login = load(SETTINGS + NUMBERS.format(key=private)).login
    assert login
    with pytest.raises(CommandError, match="public key") as caught:
        login_parts(login, "https://mijn.voorbeeldstad.nl")
    assert json.loads(private)["d"] not in str(caught.value)


async def test_the_gateway_offers_the_login_and_knows_nobody_yet() -> None:
    settings = load()
    assert settings.login
    assert settings.public_url
    parts = login_parts(settings.login, settings.public_url)
    app = make_app(settings, Supergraph.parse(SUPERGRAPH), small_town(), parts)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.public_url) as http,
    ):
        session = (await http.get("/auth/sessie")).json()
        assert session["middelen"][0]["inloggen"] == "/auth/login/digid"
        page = await http.get("/", headers={"accept": "text/html"})
        assert "/auth/login/digid?terug=/" in page.text.replace("\\u0026", "&")
        headers = {"authorization": "Bearer vals", "accept": "application/graphql-response+json"}
        refused = await http.post("/graphql", json={"query": "{ ik { id } }"}, headers=headers)
    assert refused.status_code == 401
    assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert refused.headers["www-authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("public_url: https://mijn.voorbeeldstad.nl", "", "settings"),
        ("soort: bsn", "soort: rijbewijs", "login.issuers.digid.claims.subject.0.soort"),
        ("acr_values: {midden:", "acr_values: {middel:", "login.issuers.digid.acr_values"),
        ("{audiences:", "{publiek:", "login.issuers.digid.bearer"),
        ("  sessions_url: ${SESSIONS}\n", "", "login.sessions_url"),
    ],
)
def test_an_error_names_the_key(old: str, new: str, key: str) -> None:
    assert old in SETTINGS
    with pytest.raises(SettingsError) as raised:
        load(SETTINGS.replace(old, new))
    assert str(raised.value).startswith(key)


def test_a_short_pseudonym_key_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"login.pseudonym_key: .*at least 32 bytes"):
        load(PSEUDONIEMSLEUTEL="kort")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("url: https://inloggen", "url: http://inloggen"),
        ("${SIGNING_KEY}", "geen ${SECRET}"),
        ("${SESSIONS}", "oracle:sessies"),
        ("https://mijn.voorbeeldstad.nl", "http://mijn.voorbeeldstad.nl"),
    ],
)
def test_what_would_not_be_safe_is_refused(old: str, new: str) -> None:
    settings = load(SETTINGS.replace(old, new))
    assert settings.login
    with pytest.raises(CommandError, match="login: "):
        login_parts(settings.login, settings.public_url or "")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("${PSEUDONIEMSLEUTEL}", "p" * 32, "login.pseudonym_key"),
        ("${SIGNING_KEY}", "een sleutel", "login.signing_key"),
        ("${SECRET}", SECRET, "login.issuers.digid.client.secret"),
        ("${SESSIONS}", "postgresql://graaf:geheim@db/graaf", "login.sessions_url"),
    ],
)
def test_a_secret_is_in_no_settings_file(old: str, new: str, key: str) -> None:
    with pytest.raises(SettingsError, match=r"NAME in the environment") as raised:
        load(SETTINGS.replace(old, new))
    assert str(raised.value).startswith(key)
    assert new not in str(raised.value)


def test_a_secret_may_come_from_a_variable_of_its_own() -> None:
    settings = load(
        SETTINGS.replace("${SECRET}", "weg"), GEMEENTEGRAAF__LOGIN__ISSUERS__DIGID__CLIENT__SECRET="x"
    )
    assert settings.login
    assert settings.login.trusted_issuers[0].client.secret == "x"


def test_where_sessions_live_may_be_written_when_there_is_no_password_in_it() -> None:
    settings = load(SETTINGS.replace("${SESSIONS}", "valkey://sessies:6379"))
    assert settings.login
    assert settings.login.sessions_url.get_secret_value() == "valkey://sessies:6379"


@pytest.mark.parametrize("seconds", ["901", "0", "-1"])
def test_nobody_stays_logged_in_longer_than_digid_allows(seconds: str) -> None:
    with pytest.raises(SettingsError, match="inactivity_seconds"):
        load(GEMEENTEGRAAF__LOGIN__INACTIVITY_SECONDS=seconds)


def test_how_often_one_may_try_is_a_setting() -> None:
    login = load(GEMEENTEGRAAF__LOGIN__ATTEMPTS__PER_ADDRESS="5").login
    assert login
    assert login.attempts.rates.per_address == 5


def test_a_denied_field_leads_to_the_login_that_opens_it() -> None:
    settings = load()
    assert settings.login
    parts = login_parts(settings.login, settings.public_url or "")
    assert parts.ways_in(["burger"], "basis") == (
        "https://mijn.voorbeeldstad.nl/auth/login/digid?niveau=basis",
    )


class TestFiles:
    def test_a_variable_can_be_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "sleutel").write_text("geheim\n")
        environ = {"GEMEENTEGRAAF_SLEUTEL_FILE": str(tmp_path / "sleutel"), "ANDER_FILE": "/weg"}
        assert with_files(environ) == {**environ, "GEMEENTEGRAAF_SLEUTEL": "geheim"}

    def test_the_variable_itself_goes_first(self, tmp_path: Path) -> None:
        (tmp_path / "sleutel").write_text("uit het bestand")
        environ = {"GEMEENTEGRAAF_S_FILE": str(tmp_path / "sleutel"), "GEMEENTEGRAAF_S": "zelf gezet"}
        assert with_files(environ)["GEMEENTEGRAAF_S"] == "zelf gezet"

    def test_a_file_that_is_not_there_is_named(self) -> None:
        with pytest.raises(CommandError, match="/weg"):
            with_files({"GEMEENTEGRAAF_S_FILE": "/weg"})

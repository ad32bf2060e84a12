"""One file says which registers are real; each subgraph reads its own section, and no secret is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie, sectie
from subgraphs.service.settings import ServiceSettings, SettingsError


class Register(Sectie):
    url: BaseUrl
    geheim: Geheim
    seconden: float = 2


class Zaakbronnen(Sectie):
    registers: tuple[Register, ...]


FILE = """
zaken:
  registers:
    - {url: "https://zgw.voorbeeldstad.nl/", geheim: {env: ZGW_GEHEIM}, seconden: 1.5}
    - {url: "http://localhost:8000/api", geheim: {file: geheimen/tweede}}
opendata:
  wat: {deze: niet kent}
"""
ENVIRON = {"ZGW_GEHEIM": "van-de-omgeving"}


def settings_with(
    tmp_path: Path, text: str | None, environ: dict[str, str] | None = None, name: str = "zaken"
) -> ServiceSettings:
    """The settings of a subgraph whose environ names a file with this text."""
    variables = {
        "GEMEENTEGRAAF_DATABASE_URL": "sqlite:///zaken.sqlite3",
        "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL": "p" * 32,
        **(ENVIRON if environ is None else environ),
    }
    if text is not None:
        path = tmp_path / "bronnen.yaml"
        path.write_text(text, encoding="utf-8")
        variables["GEMEENTEGRAAF_BRONNEN"] = str(path)
    return ServiceSettings.from_environ(name, variables)


def refused(settings: ServiceSettings) -> str:
    with pytest.raises(SettingsError) as caught:
        sectie(settings, Zaakbronnen)
    return str(caught.value)


def test_a_subgraph_gets_its_own_section_with_the_secrets_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "geheimen").mkdir()
    (tmp_path / "geheimen" / "tweede").write_text("van-een-bestand\n")
    found = sectie(settings_with(tmp_path, FILE), Zaakbronnen)
    assert found == Zaakbronnen(
        registers=(
            Register(url="https://zgw.voorbeeldstad.nl", geheim=SecretStr("van-de-omgeving"), seconden=1.5),
            Register(url="http://localhost:8000/api", geheim=SecretStr("van-een-bestand")),
        )
    )


def test_a_secret_is_in_no_repr(tmp_path: Path) -> None:
    (tmp_path / "geheimen").mkdir()
    (tmp_path / "geheimen" / "tweede").write_text("van-een-bestand")
    settings = settings_with(tmp_path, FILE)
    shown = f"{settings} {sectie(settings, Zaakbronnen)}"
    assert "van-de-omgeving" not in shown
    assert "van-een-bestand" not in shown


@pytest.mark.parametrize("text", [None, "", "opendata: {}", "zaken:"], ids=repr)
def test_without_a_section_the_embedded_store_it_is(tmp_path: Path, text: str | None) -> None:
    assert sectie(settings_with(tmp_path, text), Zaakbronnen) is None


def test_every_key_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    text = "zaken: {registers: [{geheim: {env: ER_NIET}, seconden: veel, kleur: rood}]}"
    assert refused(settings_with(tmp_path, text)).split("; ") == [
        "GEMEENTEGRAAF_BRONNEN: zaken.registers.0.url: Field required",
        "zaken.registers.0.geheim: the secret ER_NIET is not there, or empty",
        "zaken.registers.0.seconden: Input should be a valid number, unable to parse string as a number",
        "zaken.registers.0.kleur: Extra inputs are not permitted",
    ]


@pytest.mark.parametrize(
    "geheim",
    [
        "geheim123",
        "{env: geheim123, file: geheim123}",
        "{waarde: geheim123}",
        "[geheim123]",
        "{env: [geheim123]}",
    ],
)
def test_a_secret_that_is_written_down_is_refused_and_not_repeated(tmp_path: Path, geheim: str) -> None:
    text = f"zaken: {{registers: [{{url: http://zgw, geheim: {geheim}}}]}}"
    told = refused(settings_with(tmp_path, text))
    assert "zaken.registers.0.geheim: a secret is not written here" in told
    assert "geheim123" not in told


def test_a_secret_in_a_file_that_cannot_be_read_says_which(tmp_path: Path) -> None:
    told = refused(
        settings_with(tmp_path, "zaken: {registers: [{url: http://zgw, geheim: {file: er/niet}}]}")
    )
    assert told.endswith("zaken.registers.0.geheim: the secret niet cannot be read: FileNotFoundError")


@pytest.mark.parametrize(
    "url",
    [
        "zgw",
        "ftp://zgw",
        "http://",
        "http://u:wachtwoord@zgw",
        "http://zgw?sleutel=wachtwoord",
        "http://zgw:x",
    ],
)
def test_an_address_says_where_a_register_is_and_nothing_more(tmp_path: Path, url: str) -> None:
    text = f"zaken: {{registers: [{{url: '{url}', geheim: {{env: ZGW_GEHEIM}}}}]}}"
    told = refused(settings_with(tmp_path, text))
    assert "zaken.registers.0.url: must be an http(s) address" in told
    assert "wachtwoord" not in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zaken: {wachtwoord: geheim123", "is not valid YAML (line 1, column 30)"),
        ("- zaken", "must be a mapping with a key for each subgraph"),
        ("zakn: {}", "no such subgraph: zakn (there are "),
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, text: str, told: str) -> None:
    message = refused(settings_with(tmp_path, text))
    assert told in message
    assert "geheim123" not in message


def test_a_file_that_is_not_there_stops_the_subgraph(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, FILE)
    (tmp_path / "bronnen.yaml").unlink()
    assert "bronnen.yaml cannot be read: FileNotFoundError" in refused(settings)


def test_a_section_cannot_be_changed() -> None:
    register = Register(url="http://zgw", geheim=SecretStr("g"))
    with pytest.raises(ValidationError):
        register.url = "http://elders"

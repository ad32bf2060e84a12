"""The settings of one subgraph service, read once from an environ that is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from auth.collector_rules import CollectorRules
from auth.errors import ConfigurationError
from auth.processing_log import KEY_BYTES

LOCAL = ZoneInfo("Europe/Amsterdam")
PREFIX = "GEMEENTEGRAAF_"
PSEUDONYM_KEY_BYTES = 32
TRUE = frozenset({"1", "true", "ja", "on"})
FALSE = frozenset({"", "0", "false", "nee", "off"})


class SettingsError(ValueError):
    """A setting is missing or unusable. The text names the variable, never a secret's value."""


@dataclass(frozen=True, slots=True)
class ProcessingSettings:
    """Where the service writes what it does with personal data.

    `folder` holds the lines for good, or only until the `collector` has them; one process has it. `key` is
    that of the gateway's log, so that a person has one id in both. With `fail_closed` nothing is told that
    cannot be written down.
    """

    folder: Path
    key: bytes = field(repr=False)
    collector: CollectorRules | None = None
    fail_closed: bool = True

    def __post_init__(self) -> None:
        if len(self.key) < KEY_BYTES:
            raise SettingsError(f"{PREFIX}VERWERKINGENLOG_SLEUTEL must be at least {KEY_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What one subgraph needs to run. Secrets stay out of `repr`.

    `statement_keys` is the JWK Set (JSON text) that identity statements are verified with; without it every
    caller is anonymous. `identification_key` is the private key (JWK or PEM) that the numbers of customers
    come encrypted for, where this subgraph needs those. `today` fixes the calendar of the demo data;
    `secrets` holds what only this subgraph asks for, by the name it was asked under. `bronnen` is the file
    that names the real registers (subgraphs.service.bronnen), `environ` where it finds the secrets it names.
    """

    name: str
    database_url: str = field(repr=False)
    pseudonym_key: bytes = field(repr=False)
    statement_keys: str | None = None
    identification_key: str | None = field(default=None, repr=False)
    demo: bool = False
    today: date | None = None
    processing: ProcessingSettings | None = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    bronnen: Path | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.pseudonym_key) < PSEUDONYM_KEY_BYTES:
            raise SettingsError(f"{PREFIX}PSEUDONIEMSLEUTEL must be at least {PSEUDONYM_KEY_BYTES} bytes")

    def calendar_day(self) -> date:
        """Today, or the day that `today` fixes."""
        return self.today or datetime.now(LOCAL).date()

    @classmethod
    def from_environ(
        cls, name: str, environ: Mapping[str, str], secrets: tuple[str, ...] = ()
    ) -> "ServiceSettings":
        """The settings of subgraph `name`.

        Reads GEMEENTEGRAAF_DATABASE_URL, _PSEUDONIEMSLEUTEL, _IDENTITEITSSLEUTELS, _IDENTIFICATIESLEUTEL,
        _DEMO, _VANDAAG and _BRONNEN (these five optional), each of `secrets`, and for a processing log
        _VERWERKINGENLOG_MAP with _VERWERKINGENLOG_SLEUTEL, and optionally _VERWERKINGENLOG_VERZAMELAAR,
        _VERWERKINGENLOG_AUTORISATIE and _VERWERKINGENLOG_DOORLATEN. Any of them may be given as NAME_FILE,
        the path of a file that holds the value. Raises SettingsError, naming every missing variable at once.
        """
        reader = _Reader(environ)
        required = {key: reader.text(key) for key in ("DATABASE_URL", "PSEUDONIEMSLEUTEL", *secrets)}
        if missing := [PREFIX + key for key, value in required.items() if value is None]:
            raise SettingsError(f"not set: {', '.join(missing)}")
        values = {key: value for key, value in required.items() if value is not None}
        return cls(
            name=name,
            database_url=values["DATABASE_URL"],
            pseudonym_key=values["PSEUDONIEMSLEUTEL"].encode(),
            statement_keys=reader.text("IDENTITEITSSLEUTELS"),
            identification_key=reader.text("IDENTIFICATIESLEUTEL"),
            demo=reader.flag("DEMO"),
            today=reader.day("VANDAAG"),
            processing=_processing(reader),
            secrets={key: values[key] for key in secrets},
            bronnen=reader.path("BRONNEN"),
            environ=environ,
        )


def database_url(environ: Mapping[str, str]) -> str:
    """Where a subgraph keeps what it has, for who only looks at that. Raises SettingsError."""
    found = _Reader(environ).text("DATABASE_URL")
    if found is None:
        raise SettingsError(f"not set: {PREFIX}DATABASE_URL")
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    environ: Mapping[str, str] = field(repr=False)

    def text(self, key: str) -> str | None:
        """The value, or that of the file NAME_FILE points at; None when neither is set or the value is
        empty.
        """
        variable = PREFIX + key
        path = self.environ.get(f"{variable}_FILE")
        if path is None:
            return self.environ.get(variable) or None
        if variable in self.environ:
            raise SettingsError(f"set {variable} or {variable}_FILE, not both")
        try:
            return Path(path).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as exc:
            raise SettingsError(f"{variable}_FILE cannot be read: {type(exc).__name__}") from exc

    def flag(self, key: str) -> bool:
        value = (self.text(key) or "").lower()
        if value in TRUE | FALSE:
            return value in TRUE
        raise SettingsError(f"{PREFIX}{key} must be one of {', '.join(sorted((TRUE | FALSE) - {''}))}")

    def path(self, key: str) -> Path | None:
        value = self.text(key)
        return Path(value) if value else None

    def day(self, key: str) -> date | None:
        value = self.text(key)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as exc:
            raise SettingsError(f"{PREFIX}{key} must be a date like 2026-01-31") from exc


_LOG = "VERWERKINGENLOG_"


def _processing(reader: _Reader) -> ProcessingSettings | None:
    """The settings of the processing log; None without a folder, and then there must be no others."""
    given = {
        key: reader.text(f"{_LOG}{key}")
        for key in ("MAP", "SLEUTEL", "VERZAMELAAR", "AUTORISATIE", "DOORLATEN")
    }
    if given["MAP"] is None or given["SLEUTEL"] is None:
        if any(given.values()):
            missing = [key for key in ("MAP", "SLEUTEL") if given[key] is None]
            raise SettingsError(f"not set: {', '.join(PREFIX + _LOG + key for key in missing)}")
        return None
    return ProcessingSettings(
        folder=Path(given["MAP"]),
        key=given["SLEUTEL"].encode(),
        collector=_collector(given["VERZAMELAAR"], given["AUTORISATIE"]),
        fail_closed=not reader.flag(f"{_LOG}DOORLATEN"),
    )


def _collector(url: str | None, authorization: str | None) -> CollectorRules | None:
    if url is None:
        return None
    try:
        return CollectorRules(url, {"authorization": authorization} if authorization else {})
    except ConfigurationError as exc:
        raise SettingsError(f"{PREFIX}{_LOG}VERZAMELAAR: {exc}") from exc

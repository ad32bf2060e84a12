"""ProcessingLogSection: where the processing log goes, from the part `processing_log` of gateway.yaml."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, PositiveFloat, PositiveInt, SecretStr, field_validator, model_validator

from auth.collector_rules import CollectorRules
from auth.processing_log import KEY_BYTES, Pseudonymizer
from gateway.settings_section import Secret, Section


class LogFilesSection(Section):
    """Files on this machine, one JSON object a line."""

    folder: Path
    """Where they are. One process has it: give each replica its own."""
    file_bytes: PositiveInt = 64_000_000
    """At what size a file is closed and the next begun."""
    most_bytes: PositiveInt | None = None
    """How much there may be of them together. The gateway takes none away: someone has to archive them."""


class CollectorSection(Section):
    """A collector that speaks OTLP over HTTP, such as that of a Logboek Dataverwerkingen."""

    url: str
    """Its root: `/v1/traces` is added. Over https, unless it is on this machine."""
    headers: Mapping[str, Secret] = Field(default_factory=dict)
    """Headers to send along, such as `authorization`."""
    spool: Path
    """The folder from which lines are sent. One process has it: give each replica its own, on a disk that
    outlives it."""
    spool_bytes: PositiveInt = 1_000_000_000
    """How much the spool may hold while the collector is away."""
    timeout_seconds: PositiveFloat = 10.0
    """How long the collector may take over one request."""
    batch: PositiveInt = 512
    """How many lines one request has at most."""
    pause_seconds: PositiveFloat = 1.0
    """How long lines wait for others to be sent with."""
    longest_pause_seconds: PositiveFloat = 60.0
    """How long it is at most until the next try while the collector is away."""

    @property
    def rules(self) -> CollectorRules:
        """Raises ConfigurationError for a URL that is not safe."""
        return CollectorRules(
            url=self.url,
            headers={name: value.get_secret_value() for name, value in self.headers.items()},
            timeout=self.timeout_seconds,
            batch=self.batch,
            pause=self.pause_seconds,
            longest_pause=self.longest_pause_seconds,
        )


class ProcessingLogSection(Section):
    """What is done with personal data is written down: Logboek Dataverwerkingen. Without this section it is
    not.
    """

    key: Secret
    """The secret behind the ids of people in the log; at least 32 bytes, and used for nothing else."""
    fail_closed: bool = True
    """Whether personal data is withheld when that cannot be written down."""
    files: LogFilesSection | None = None
    collector: CollectorSection | None = None

    @field_validator("key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        if len(key.get_secret_value().encode()) < KEY_BYTES:
            raise ValueError(f"must be at least {KEY_BYTES} bytes")
        return key

    @model_validator(mode="after")
    def _goes_somewhere(self) -> "ProcessingLogSection":
        if self.files is None and self.collector is None:
            raise ValueError("say where it goes: files, collector or both")
        return self

    @property
    def pseudonymizer(self) -> Pseudonymizer:
        return Pseudonymizer(self.key.get_secret_value().encode())

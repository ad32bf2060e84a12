"""ReloadSection: how the gateway follows a supergraph that changes (`reload` in gateway.yaml)."""

from collections.abc import Mapping

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt, SecretStr

from gateway.generations import GenerationRules
from gateway.settings_section import Section
from gateway.warm_up import WarmUpRules

_WARM_UP, _RULES = WarmUpRules(), GenerationRules()


class WarmUpSettings(Section):
    """What a new supergraph is prepared for before it serves: the operations that were asked most of the one
    before it, for as long as none of these is spent."""

    operations: NonNegativeInt = _WARM_UP.operations
    """How many."""
    seconds: NonNegativeFloat = _WARM_UP.seconds
    """How long. Meanwhile the old one serves."""
    bytes: NonNegativeInt = _WARM_UP.bytes
    """What their plans may take in memory."""


class ReloadSection(Section):
    """How `serve` follows changes of the supergraph it was started with. SIGHUP makes it look at once."""

    watch: bool = True
    """Whether it looks by itself. If not, only SIGHUP makes it look."""
    seconds: PositiveFloat = 10
    """How long between two looks."""
    jitter: float = Field(default=0.2, ge=0, le=1)
    """By which share of that the time varies, so that many gateways do not all ask in the same moment."""
    timeout_seconds: PositiveFloat = 10
    """How long a URL may take to give it."""
    bytes: PositiveInt = 64 * 1024 * 1024
    """The largest supergraph."""
    headers: Mapping[str, SecretStr] = Field(default_factory=dict)
    """What a URL is asked with, such as the key of a registry. Redirects are then not followed: they would
    get the key, too."""
    drain_seconds: NonNegativeFloat = _RULES.drain_seconds
    """How long an old supergraph is kept for subscriptions that began on it. Other requests end within their
    own time, whatever is said here."""
    warm_up: WarmUpSettings = WarmUpSettings()

    @property
    def asked_with(self) -> dict[str, str]:
        return {name: value.get_secret_value() for name, value in self.headers.items()}

    def rules(self, request_seconds: float) -> GenerationRules:
        """`request_seconds` is the longest that a request takes."""
        warm_up = WarmUpRules(**self.warm_up.model_dump())
        return GenerationRules(warm_up, max(self.drain_seconds, request_seconds))

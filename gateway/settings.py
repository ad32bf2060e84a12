"""GatewaySettings: all that can be set about a gateway, from gateway.yaml and the environment.

Environment variables win over the file: `GEMEENTEGRAAF__LIMITS__DEPTH=20` is `limits: {depth: 20}`. A value
in the file may name one, as `${DATABASE_URL}`, so that no secret need be written there. Nothing here reads
the process's environment or the disk: both are handed in.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, ValidationError, model_validator

from gateway.error_settings import ErrorSection, SubgraphErrorSection
from gateway.execution.failures import ErrorPolicy
from gateway.file_settings import FilesSection
from gateway.generations import GenerationRules
from gateway.login_settings import LoginSection
from gateway.operation.limits import OperationLimits
from gateway.pipeline_rules import PipelineRules
from gateway.processing_settings import ProcessingLogSection
from gateway.public_settings import PublicSection
from gateway.reload_settings import ReloadSection
from gateway.rollout_settings import OverridesSection
from gateway.settings_problems import settings_problems
from gateway.settings_section import FromEnvironment, Hosts, Networks, Origin, OriginsOrAll, Section
from gateway.subscription_settings import SubscribingSettings, SubscriptionSettings
from gateway.traffic_settings import TrafficSection

PREFIX = "GEMEENTEGRAAF__"


class SettingsError(Exception):
    """The settings are not usable. The text names each key that is wrong, and never repeats a value."""


_LIMITS, _RULES = OperationLimits(), PipelineRules()


class LimitSettings(Section):
    """How much one request may ask."""

    body_bytes: PositiveInt = 1_000_000
    """The largest body of a POST, and the longest query string of a GET, in bytes."""
    body_seconds: PositiveFloat = 10
    """How long a client may take to send its body."""
    characters: PositiveInt = _LIMITS.characters
    """The longest document, in characters."""
    tokens: PositiveInt = _LIMITS.tokens
    """The most lexical tokens of a document."""
    depth: PositiveInt = _LIMITS.depth
    """The most levels of nested fields."""
    fields: PositiveInt = _LIMITS.fields
    """The most fields of an operation, those of a fragment counted for each spread."""
    aliases: PositiveInt = _LIMITS.aliases
    """The most aliases of an operation, likewise."""
    directives: PositiveInt = _LIMITS.directives
    """The most directives of an operation, likewise."""
    root_fields: PositiveInt = _LIMITS.root_fields
    """The most fields at the top of an operation."""
    deferrals: PositiveInt = _LIMITS.deferrals
    """The most times an operation uses `@defer` or `@stream`, likewise."""
    introspection_aliases: PositiveInt = _LIMITS.introspection_aliases
    """The most aliases on and below `__schema` and `__type`."""
    cost: PositiveInt = _LIMITS.cost
    """What an operation may cost at most, by the `@cost` and `@listSize` of the supergraph."""
    list_size: PositiveInt = _LIMITS.list_size
    """How long a list counts as there that has no `@listSize`."""

    @property
    def operation(self) -> OperationLimits:
        return OperationLimits(**self.model_dump(exclude={"body_bytes", "body_seconds"}))


class CacheSettings(Section):
    """How much memory the gateway spends on remembering, in bytes."""

    document_bytes: PositiveInt = _RULES.document_bytes
    """Parsed and validated documents."""
    plan_bytes: PositiveInt = _RULES.plan_bytes
    """Plans, ready to run."""
    introspection_bytes: PositiveInt = _RULES.introspection_bytes
    """Answers about the schema."""


class CrossOriginSettings(Section):
    """Which other sites' pages may call the gateway from a browser (CORS). Nobody's, unless said here."""

    origins: OriginsOrAll = ()
    """Such as https://www.voorbeeldstad.nl. `*` stands for every site, and goes without cookies."""
    credentials: bool = False
    """Whether pages of these origins may send the visitor's session cookie along."""
    max_age_seconds: int = Field(default=600, ge=0)
    """How long a browser may remember the permission."""

    @model_validator(mode="after")
    def _no_credentials_for_everyone(self) -> "CrossOriginSettings":
        if self.credentials and "*" in self.origins:
            raise ValueError('credentials cannot be allowed for the origin "*": name the origins')
        return self


class ShutdownSettings(Section):
    """How the gateway stops, in seconds."""

    drain_seconds: NonNegativeFloat = 0
    """How long it goes on taking requests while `/ready` already says no, so that load balancers notice."""
    grace_seconds: PositiveInt = 30
    """How long requests under way may take to finish after that."""


class SubgraphSettings(Section):
    """One subgraph."""

    url: str | None = None
    """Where it is, if not where the supergraph says."""
    traffic: TrafficSection | None = None
    """How it is asked, where that differs from the general `traffic`."""
    subscriptions: SubscribingSettings | None = None
    """How it is subscribed to, where that differs from the general `subscriptions`."""
    errors: SubgraphErrorSection | None = None
    """What clients are told of its errors, where that differs from the general `errors`."""


class GatewaySettings(Section):
    """The root of gateway.yaml."""

    public_url: Origin | None = None
    """The gateway's own origin as browsers see it. With https, browsers are told to use nothing else."""
    allowed_hosts: Hosts | None = None
    """The names in the header `Host` that are answered, `*.voorbeeldstad.nl` standing for every name under it
    and `*` for any at all. Unless said here: the name in `public_url`, or any when that is not set. This
    machine's own names always are; `/health`, `/ready` and `/metrics` can be asked by any name."""
    trusted_proxies: Networks = ()
    """The addresses of the proxies in front of the gateway, such as 10.0.0.0/8. Only what they add to
    `X-Forwarded-For` is believed; limits on logins count the address that is found there."""
    timeout_seconds: PositiveFloat = _RULES.timeout
    """The time for all calls to subgraphs of one request together."""
    incremental_delivery: bool = True
    """Whether clients may have an answer in parts, by `@defer` and `@stream`."""
    introspection: bool = True
    """Whether clients may ask for the schema."""
    denied_fields: Literal["filter", "reject"] = "filter"
    """An operation that asks what its caller may not see is answered without it (`filter`: null, and an error
    that says what would open it), or refused as a whole (`reject`)."""
    openbaar: bool | None = None
    """Whether what carries the tag `openbaar` is served to everyone at `/openbaar/graphql`, its schema
    included. Unless it says so here, it is when anything in the supergraph carries that tag."""
    explorer: bool = True
    """Whether the explorer is served at `/`."""
    limits: LimitSettings = LimitSettings()
    caches: CacheSettings = CacheSettings()
    cross_origin: CrossOriginSettings = CrossOriginSettings()
    errors: ErrorSection = ErrorSection()
    files: FilesSection = FilesSection()
    overrides: OverridesSection = OverridesSection()
    public: PublicSection = PublicSection()
    reload: ReloadSection = ReloadSection()
    shutdown: ShutdownSettings = ShutdownSettings()
    login: LoginSection | None = None
    processing_log: ProcessingLogSection | None = None
    traffic: TrafficSection = TrafficSection()
    subscriptions: SubscriptionSettings = SubscriptionSettings()
    subgraphs: Mapping[str, SubgraphSettings] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _login_knows_where_it_is(self) -> "GatewaySettings":
        if self.login and self.public_url is None:
            raise ValueError("login needs public_url: providers send people back to it")
        return self

    @property
    def generations(self) -> GenerationRules:
        """What a request takes at most: to come in, and its fetches."""
        return self.reload.rules(self.limits.body_seconds + self.timeout_seconds)

    @property
    def error_policy(self) -> ErrorPolicy:
        """What clients are told of each subgraph's errors."""
        return self.errors.policy({name: one.errors for name, one in self.subgraphs.items()})

    def traffic_to(self, subgraph: str) -> TrafficSection:
        """How the subgraph of this name is asked."""
        own = self.subgraphs.get(subgraph)
        return self.traffic.overridden(own.traffic if own else None)

    def subscriptions_to(self, subgraph: str) -> SubscribingSettings:
        """How the subgraph of this name is subscribed to."""
        own = self.subgraphs.get(subgraph)
        return self.subscriptions.overridden(own.subscriptions if own else None)

    @property
    def hosts(self) -> tuple[str, ...] | None:
        """The names that are answered; None for any."""
        if self.allowed_hosts is None:
            return (urlsplit(self.public_url).hostname or "",) if self.public_url else None
        return None if "*" in self.allowed_hosts else self.allowed_hosts

    @classmethod
    def load(cls, text: str, environ: Mapping[str, str]) -> "GatewaySettings":
        """From the text of a settings file, perhaps empty, and the environment. Raises SettingsError."""
        given = _overridden(_filled_in(_parsed(text), environ, ()), environ)
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise SettingsError("\n".join(settings_problems(error))) from error


def _parsed(text: str) -> dict[str, Any]:
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise SettingsError(f"the settings are not valid YAML{where}") from error
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise SettingsError("the settings must be a mapping of names to values")
    return given


_NAMED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def _filled_in(value: Any, environ: Mapping[str, str], path: tuple[str, ...]) -> Any:
    """The value with each `${NAME}` replaced."""
    if isinstance(value, dict):
        return {name: _filled_in(inner, environ, (*path, str(name))) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled_in(inner, environ, (*path, str(index))) for index, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    for name in _NAMED.findall(value):
        if name not in environ:
            raise SettingsError(f"{'.'.join(path)}: the environment has no variable {name}")
    filled = _NAMED.sub(lambda match: environ[match[1]], value)
    return FromEnvironment(filled) if _NAMED.search(value) else value


def _overridden(given: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings with the environment's own put over them."""
    for variable in sorted(environ):
        if not variable.startswith(PREFIX):
            continue
        *sections, key = variable.removeprefix(PREFIX).lower().split("__")
        within = given
        for section in sections:
            within = within.setdefault(section, {})
            if not isinstance(within, dict):
                raise SettingsError(f"{variable}: {section} is not a section")
        within[key] = FromEnvironment(environ[variable])
    return given

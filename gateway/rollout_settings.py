"""OverridesSection: the settings about progressive overrides (`overrides` in gateway.yaml)."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from gateway.rollout import LabelsFor, Rollout
from gateway.settings_section import Section

_WORDS = {"on": 100, "true": 100, "off": 0, "false": 0}


def _share(value: Any) -> Any:
    """YAML reads `on` and `off` as booleans; an environment variable has them as words."""
    if isinstance(value, bool):
        return 100 if value else 0
    return _WORDS.get(value.lower(), value) if isinstance(value, str) else value


Share: TypeAlias = Annotated[
    float,
    BeforeValidator(_share),
    Field(ge=0, le=100),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "number", "minimum": 0, "maximum": 100}]}),
]
"""`on`, `off`, or for how many percent of callers."""


class OverridesSection(Section):
    """Which progressive overrides (`@override` with a label) are on."""

    labels: Mapping[str, Share] = Field(default_factory=dict)
    """By label: `on`, `off`, or the percent of callers for whom it is on. This goes before what a label
    `percent(x)` says itself. A label that is named nowhere is off."""
    header: str | None = None
    """The request header that holds who a client is, when it is not logged in: the same value is always dealt
    the same share. Who logged in is known by their pseudonym."""
    cookie: str | None = None
    """The same, as a cookie; the header goes before it."""

    def rollout(self, decide: LabelsFor) -> Rollout:
        return Rollout(self.labels, self.header.lower() if self.header else None, self.cookie, decide)

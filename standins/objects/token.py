"""Tokens: who may call, and which types of objects they may read and change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from standins.objects.refusals import refuse

DEFAULT = "dit-token-van-een-stand-in-is-niet-geheim"
"""Opens everything when the scenario has no tokens. It protects nothing."""
WRITE = "read_and_write"


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a token opens: by type its mode, or everything."""

    modes: Mapping[str, str] | None = None

    def reads(self, object_type: str) -> bool:
        return self.modes is None or object_type in self.modes

    def writes(self, object_type: str) -> bool:
        return self.modes is None or self.modes.get(object_type) == WRITE


@dataclass(frozen=True, slots=True)
class Tokens:
    """All that may call, by token."""

    permissions: Mapping[str, Permissions] = field(repr=False)

    @classmethod
    def of(cls, given: Iterable[Mapping[str, Any]]) -> "Tokens":
        found = {each["token"]: _permissions(each.get("permissions")) for each in given}
        return cls(found or {DEFAULT: Permissions()})

    def opened(self, authorization: str | None) -> Permissions:
        """What this Authorization header opens. Raises Refusal 401."""
        scheme, _, token = (authorization or "").partition(" ")
        found = self.permissions.get(token) if scheme == "Token" else None
        if found is None:
            raise refuse(401, "Ongeldige token." if token else "Authenticatiegegevens zijn niet opgegeven.")
        return found


def _permissions(given: Iterable[Mapping[str, Any]] | None) -> Permissions:
    return Permissions() if given is None else Permissions({each["type"]: each["mode"] for each in given})

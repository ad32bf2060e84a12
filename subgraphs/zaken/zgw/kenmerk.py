"""Kenmerk: an opaque id of the graph for something in one of several registers, and back.

open-zaak~8e1d4f8e-...            a zaak or zaaktype: the name of the register, and the uuid there
open-zaak~8e1d4f8e-...~c53b...    a document or a besluit: of that zaak
"""

import re
from dataclasses import dataclass
from typing import Self

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_FORM = re.compile(rf"([a-z0-9-]{{1,40}})~({_UUID})(?:~({_UUID}))?")
_LAST = re.compile(rf".*/({_UUID})")


@dataclass(frozen=True, slots=True)
class Kenmerk:
    """Something in the register `bron`; `deel` is a document or a besluit of the zaak `uuid`."""

    bron: str
    uuid: str
    deel: str | None = None

    def __str__(self) -> str:
        return "~".join(part for part in (self.bron, self.uuid, self.deel) if part)

    @classmethod
    def parse(cls, tekst: str) -> Self | None:
        """None for what is no id of ours."""
        match = _FORM.fullmatch(tekst)
        return cls(*match.groups()) if match else None


def uuid_of(url: object) -> str | None:
    """The uuid that an address in the ZGW APIs ends with; None for anything else."""
    match = _LAST.fullmatch(url) if isinstance(url, str) else None
    return match.group(1) if match else None

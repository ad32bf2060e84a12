"""What looks at the files of customers, as sections of the bronnen file say it:

virusscan: {clamd: {host: clamav.intern}}      # or {socket: PATH}; or: virusscan: geen
"""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from subgraphs.service.bronnen import Sectie
from subgraphs.service.clamd import Clamd, Clamdadres
from subgraphs.service.virusscan import GeenVirusscan, Virusscan

_ADRES = Clamdadres()


class Clamdsectie(Sectie):
    """Where clamd listens: a host with a port, or the path of a socket."""

    host: str | None = None
    port: Annotated[int, Field(ge=1, le=65535)] = _ADRES.port
    socket: str | None = None
    geduld_seconden: Annotated[float, Field(gt=0, le=600)] = _ADRES.geduld
    """How long it may take over any one step of a file."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.host is None) == (self.socket is None):
            raise ValueError("clamd is at a host or at a socket: name one of them")
        return self

    @property
    def adres(self) -> Clamdadres:
        return Clamdadres(self.host or _ADRES.host, self.port, self.socket, self.geduld_seconden)


class Virusscansectie(Sectie):
    clamd: Clamdsectie


Scankeuze: TypeAlias = Literal["geen"] | Virusscansectie | None
"""Without a choice no files are taken; `geen` takes them unseen."""


def scanner_van(keuze: Scankeuze) -> Virusscan | None:
    """None when nobody chose."""
    if isinstance(keuze, Virusscansectie):
        return Clamd(keuze.clamd.adres)
    return GeenVirusscan() if keuze == "geen" else None

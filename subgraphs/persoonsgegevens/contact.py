"""How a customer wants to be reached: the data of the municipality itself, that the customer changes
directly. An address or number that the customer proved to have, by a code sent there, is known as verified.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Final

from subgraphs.service.emailadres import is_emailadres
from subgraphs.service.errors import InvalidInput

_E164 = re.compile(r"\+[1-9]\d{7,14}")
_SPACING = re.compile(r"[\s().-]")


class Kanaal(StrEnum):
    """How a customer prefers to hear from the municipality."""

    EMAIL = "email"
    TELEFOON = "telefoon"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Contactgegevens:
    """What is known; `gewijzigd_op` is None when the customer never gave anything. The others are when it was
    proved, by a code, that the address or number is the customer's: None when it was not.
    """

    email: str | None
    telefoonnummer: str | None
    voorkeurskanaal: Kanaal
    gewijzigd_op: datetime | None = None
    email_geverifieerd_op: datetime | None = None
    telefoonnummer_geverifieerd_op: datetime | None = None

    def geverifieerd(self, kanaal: Kanaal, waarde: str, nu: datetime) -> "Contactgegevens":
        """With this address or number, proved just now. Raises ValueError for post: a letter is no proof."""
        if kanaal is Kanaal.EMAIL:
            return replace(self, email=waarde, email_geverifieerd_op=nu, gewijzigd_op=nu)
        if kanaal is Kanaal.TELEFOON:
            return replace(self, telefoonnummer=waarde, telefoonnummer_geverifieerd_op=nu, gewijzigd_op=nu)
        raise ValueError("post is not verified")


class Ongewijzigd(Enum):
    """The customer leaves this as it is."""

    ONGEWIJZIGD = "ongewijzigd"


ONGEWIJZIGD: Final = Ongewijzigd.ONGEWIJZIGD


@dataclass(frozen=True, slots=True)
class Contactwijziging:
    """What the customer wants changed; None takes the value away."""

    email: str | Ongewijzigd | None = ONGEWIJZIGD
    telefoonnummer: str | Ongewijzigd | None = ONGEWIJZIGD
    voorkeurskanaal: Kanaal | Ongewijzigd = ONGEWIJZIGD

    @property
    def geeft_iets_nieuws(self) -> bool:
        """Whether there is an address or number in it; to take one away is nothing new."""
        return any(isinstance(waarde, str) for waarde in (self.email, self.telefoonnummer))

    def toegepast_op(self, huidig: Contactgegevens, nu: datetime) -> Contactgegevens:
        """What the data become. Raises InvalidInput when a value is malformed or the preferred channel has
        none.
        """
        nieuw = replace(huidig, gewijzigd_op=nu)
        if not isinstance(self.email, Ongewijzigd):
            nieuw = _met_email(nieuw, None if self.email is None else email(self.email))
        if not isinstance(self.telefoonnummer, Ongewijzigd):
            nummer = None if self.telefoonnummer is None else telefoonnummer(self.telefoonnummer)
            nieuw = _met_telefoonnummer(nieuw, nummer)
        if not isinstance(self.voorkeurskanaal, Ongewijzigd):
            nieuw = replace(nieuw, voorkeurskanaal=self.voorkeurskanaal)
        if nieuw.voorkeurskanaal is Kanaal.EMAIL and nieuw.email is None:
            raise InvalidInput(
                "Voor het voorkeurskanaal e-mail is een e-mailadres nodig.", veld="voorkeurskanaal"
            )
        if nieuw.voorkeurskanaal is Kanaal.TELEFOON and nieuw.telefoonnummer is None:
            raise InvalidInput(
                "Voor het voorkeurskanaal telefoon is een nummer nodig.", veld="voorkeurskanaal"
            )
        return nieuw


def _met_email(huidig: Contactgegevens, adres: str | None) -> Contactgegevens:
    """Another address is not proved yet."""
    return huidig if adres == huidig.email else replace(huidig, email=adres, email_geverifieerd_op=None)


def _met_telefoonnummer(huidig: Contactgegevens, nummer: str | None) -> Contactgegevens:
    if nummer == huidig.telefoonnummer:
        return huidig
    return replace(huidig, telefoonnummer=nummer, telefoonnummer_geverifieerd_op=None)


def email(tekst: str) -> str:
    """The address without surrounding space. Raises InvalidInput when no mail could go there."""
    adres = tekst.strip()
    if not is_emailadres(adres):
        raise InvalidInput("Dit is geen geldig e-mailadres.", veld="email")
    return adres


def telefoonnummer(tekst: str) -> str:
    """The number in E.164 (+31612345678), from the ways people in the Netherlands write it. Raises
    InvalidInput.
    """
    cijfers = _SPACING.sub("", tekst.strip().replace("(0)", ""))
    if cijfers.startswith("00"):
        cijfers = f"+{cijfers[2:]}"
    elif cijfers.startswith("0"):
        cijfers = f"+31{cijfers[1:]}"
    nederlands = cijfers.startswith("+31")
    if not (cijfers.isascii() and _E164.fullmatch(cijfers)) or (
        nederlands and len(cijfers) != len("+31612345678")
    ):
        raise InvalidInput("Dit is geen geldig telefoonnummer.", veld="telefoonnummer")
    return cijfers

"""An aanvraag: what a customer fills in and sends; and the moves between its states, from draft to zaak."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from auth.principal import Identiteit


class Stand(StrEnum):
    """How far an aanvraag is.

    CONCEPT can be changed, submitted or withdrawn; INGEDIEND waits for its zaak; the other two are final.
    """

    CONCEPT = "concept"
    INGEDIEND = "ingediend"
    GEREGISTREERD = "geregistreerd"
    INGETROKKEN = "ingetrokken"


class NietMeerTeWijzigen(ValueError):
    """The aanvraag is no draft any more."""


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """One aanvraag.

    `volgnummer` orders all of them by their start. `versie` counts the changes: who writes a changed
    aanvraag says which version it was made from. `indiensleutel` is the idempotency key of the submission.
    `referentie` is what the customer and the municipality call it from then on. `zaak_id` is known once it is
    GEREGISTREERD. `voorinvulling` is what the registers filled in, if the customer began with that. At
    `gewist_op` what was filled in and handed in was erased, for the zaak has it.
    """

    id: str
    volgnummer: int
    formulier_id: str
    klant_id: str = field(repr=False)
    stand: Stand
    gegevens: Mapping[str, Any] = field(repr=False)
    versie: int
    gestart_op: datetime
    gewijzigd_op: datetime
    ingediend_op: datetime | None = None
    indiensleutel: str | None = None
    zaak_id: str | None = None
    referentie: str | None = None
    voorinvulling: Mapping[str, Any] | None = field(default=None, repr=False)
    gewist_op: datetime | None = None

    def bewaard(self, gegevens: Mapping[str, Any], nu: datetime) -> "Aanvraag":
        """With other data. Raises NietMeerTeWijzigen."""
        return replace(self.moet_concept_zijn(), gegevens=gegevens, gewijzigd_op=nu, versie=self.versie + 1)

    def ingediend(self, sleutel: str, nu: datetime) -> "Aanvraag":
        """Submitted under an idempotency key. Raises NietMeerTeWijzigen."""
        return replace(
            self.moet_concept_zijn(),
            stand=Stand.INGEDIEND,
            indiensleutel=sleutel,
            referentie=referentie_van(self.id),
            ingediend_op=nu,
            gewijzigd_op=nu,
            versie=self.versie + 1,
        )

    def ingetrokken(self, nu: datetime) -> "Aanvraag":
        """Withdrawn: what was filled in is forgotten. Raises NietMeerTeWijzigen."""
        return replace(
            self.moet_concept_zijn(),
            stand=Stand.INGETROKKEN,
            gegevens={},
            voorinvulling=None,
            gewijzigd_op=nu,
            versie=self.versie + 1,
        )

    def moet_concept_zijn(self) -> "Aanvraag":
        """Itself, if it is a draft. Raises NietMeerTeWijzigen."""
        if self.stand is not Stand.CONCEPT:
            raise NietMeerTeWijzigen(f"the aanvraag is {self.stand}")
        return self


def referentie_van(aanvraag_id: str) -> str:
    """What an aanvraag is called in letters and on the phone: `A-7KQ2-M4XD-PB3R`.

    The letters that look like digits are left out. It is 60 bits of a hash of the id: a repeat gives the
    same, and no two aanvragen of a municipality will ever share one.
    """
    number = int.from_bytes(sha256(f"referentie:{aanvraag_id}".encode()).digest()[:8]) >> 4
    signs = "".join(_SIGNS[number >> shift & 31] for shift in range(0, 60, 5))
    return f"A-{signs[:4]}-{signs[4:8]}-{signs[8:]}"


_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32."""


@dataclass(frozen=True, slots=True)
class Opdracht:
    """A submitted aanvraag that must become a zaak of the zaaktype with this identificatie.

    `nummer` is what registers know the customer by, where the registration needs that.
    """

    aanvraag: Aanvraag
    zaaktype: str
    omschrijving: str
    nummer: Identiteit | None = field(default=None, repr=False)

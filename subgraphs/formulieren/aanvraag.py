"""An aanvraag: what a customer fills in and sends; and the moves between its states, from draft to zaak."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from subgraphs.service.zaakregistratie.intrekking import Afloop


class Stand(StrEnum):
    """How far an aanvraag is.

    CONCEPT can be changed and submitted. INGEDIEND waits for its zaak, and GEREGISTREERD has it. What is no
    zaak yet is INGETROKKEN at once; what is one, or becomes one at this moment, goes by way of
    INTREKKING_AANGEVRAAGD. NIET_VERWERKT is what an operator gave up before it was a zaak.
    """

    CONCEPT = "concept"
    INGEDIEND = "ingediend"
    GEREGISTREERD = "geregistreerd"
    INTREKKING_AANGEVRAAGD = "intrekking_gevraagd"
    INGETROKKEN = "ingetrokken"
    NIET_VERWERKT = "niet_verwerkt"


class NietMeerTeWijzigen(ValueError):
    """The aanvraag is too far for this: mostly, it is no draft any more."""


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """One aanvraag.

    `volgnummer` orders all of them by their start. `versie` counts the changes: who writes a changed
    aanvraag says which version it was made from. `indiensleutel` is the idempotency key of the submission.
    `referentie` is what the customer and the municipality call it from then on. `zaak_id` is known once it is
    GEREGISTREERD. `voorinvulling` is what the registers filled in, if the customer began with that. At
    `gewist_op` what was filled in and handed in was erased, for the zaak has it or nobody needs it. At
    `intrekking_op` the customer asked to withdraw what was submitted; `afloop` is what came of that, None
    while the zaakregistratie has not answered.
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
    intrekking_op: datetime | None = None
    afloop: Afloop | None = None

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
        """Withdrawn before it was a zaak: what was filled in is forgotten. Raises NietMeerTeWijzigen."""
        return replace(
            self._moet_zijn(Stand.CONCEPT, Stand.INGEDIEND, Stand.NIET_VERWERKT),
            stand=Stand.INGETROKKEN,
            gegevens={},
            voorinvulling=None,
            gewijzigd_op=nu,
            gewist_op=nu if self.ingediend_op else None,
            versie=self.versie + 1,
        )

    def intrekking_aangevraagd(self, nu: datetime) -> "Aanvraag":
        """The customer wants the zaak that it is, or becomes, to be withdrawn. Raises NietMeerTeWijzigen."""
        return replace(
            self._moet_zijn(Stand.INGEDIEND, Stand.GEREGISTREERD),
            stand=Stand.INTREKKING_AANGEVRAAGD,
            intrekking_op=nu,
            afloop=None,
            gewijzigd_op=nu,
            versie=self.versie + 1,
        )

    def moet_concept_zijn(self) -> "Aanvraag":
        """Itself, if it is a draft. Raises NietMeerTeWijzigen."""
        return self._moet_zijn(Stand.CONCEPT)

    def _moet_zijn(self, *standen: Stand) -> "Aanvraag":
        if self.stand not in standen:
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

"""Answering a taak: what a customer sent is held against what was asked, and handed over once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, cast

import orjson
from jsonschema.exceptions import ValidationError

from subgraphs.service.errors import NotFound
from subgraphs.service.json_schema import validator_of
from subgraphs.service.text import is_plain
from subgraphs.zaken.postbus.source import Takenbron
from subgraphs.zaken.postbus.taak import Afloop, Antwoord, Taak, Taaksoort, Taakstand
from subgraphs.zaken.source import Inzage

MAX_BYTES = 64 * 1024
"""The longest answer, as JSON."""
MAX_SLEUTEL = 100


class Taakfoutcode(StrEnum):
    """Why an answer was not taken."""

    VERPLICHT = "verplicht"
    ONGELDIG = "ongeldig"
    ONBEKEND_VELD = "onbekend_veld"
    TE_GROOT = "te_groot"
    ONGELDIGE_SLEUTEL = "ongeldige_sleutel"
    SLEUTEL_HERGEBRUIKT = "sleutel_hergebruikt"
    AL_BEANTWOORD = "al_beantwoord"
    WORDT_BEANTWOORD = "wordt_beantwoord"
    VERLOPEN = "verlopen"
    GESLOTEN = "gesloten"
    ELDERS = "elders"


@dataclass(frozen=True, slots=True)
class Taakfout:
    """What is wrong; `veld` is a JSON Pointer (RFC 6901) into the answer, None when it is about the whole."""

    code: Taakfoutcode
    melding: str
    veld: str | None = None


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The taak as it is now, and why the answer was not taken; empty when it was."""

    taak: Taak
    fouten: tuple[Taakfout, ...] = ()


async def beantwoord(
    bron: Takenbron, inzage: Inzage, taak_id: str, antwoord: tuple[Mapping[str, Any], str], nu: datetime
) -> Uitkomst:
    """Answer a taak with (what was filled in, the key of this attempt). Raises NotFound for another's."""
    gegevens, sleutel = antwoord
    taak = await _eigen_taak(bron, inzage, taak_id, nu)
    inhoud = orjson.dumps(gegevens, option=orjson.OPT_SORT_KEYS)
    if fouten := tuple(_bezwaren(taak, inhoud, sleutel)):
        return Uitkomst(taak, fouten)
    afloop = await bron.beantwoord(
        inzage, Antwoord(taak_id, sleutel, gegevens, sha256(inhoud).hexdigest()), nu
    )
    now = await _eigen_taak(bron, inzage, taak_id, nu)
    return Uitkomst(now, () if afloop is Afloop.BEANTWOORD else (_geweigerd(afloop, now),))


async def _eigen_taak(bron: Takenbron, inzage: Inzage, taak_id: str, nu: datetime) -> Taak:
    found = (await bron.taken(inzage, [taak_id], nu)).get(taak_id) if is_plain(taak_id) else None
    if found is None:
        raise NotFound("Deze taak")
    return found


def _bezwaren(taak: Taak, inhoud: bytes, sleutel: str) -> Iterator[Taakfout]:
    """What is wrong with an answer, whatever the stand of the taak."""
    if not 1 <= len(sleutel) <= MAX_SLEUTEL or not sleutel.isprintable() or not is_plain(sleutel):
        yield Taakfout(
            Taakfoutcode.ONGELDIGE_SLEUTEL, f"De sleutel moet 1 tot {MAX_SLEUTEL} leesbare tekens hebben."
        )
    if taak.soort is not Taaksoort.FORMULIER:
        yield Taakfout(Taakfoutcode.ELDERS, "Deze taak is niet hier te doen, maar op het adres van de taak.")
        return
    if len(inhoud) > MAX_BYTES:
        yield Taakfout(Taakfoutcode.TE_GROOT, f"Het antwoord is langer dan {MAX_BYTES} bytes.")
        return
    if taak.formulier is not None:
        errors = validator_of(taak.formulier).iter_errors(orjson.loads(inhoud))
        found = {fout for error in errors for fout in _fouten_van(error)}
        yield from sorted(found, key=lambda fout: (fout.veld or "", fout.code))


def _fouten_van(error: ValidationError) -> Iterator[Taakfout]:
    path = [str(part) for part in error.absolute_path]
    schema, instance, wanted = cast("Any", (error.schema, error.instance, error.validator_value))
    if error.validator == "required":
        for name in wanted:
            if name not in instance:
                yield Taakfout(
                    Taakfoutcode.VERPLICHT, "Dit moet nog worden ingevuld.", _pointer([*path, name])
                )
    elif error.validator == "additionalProperties":
        for name in instance.keys() - schema.get("properties", {}).keys():
            yield Taakfout(Taakfoutcode.ONBEKEND_VELD, "Dit is niet gevraagd.", _pointer([*path, name]))
    else:
        yield Taakfout(Taakfoutcode.ONGELDIG, "Dit is niet goed ingevuld.", _pointer(path))


def _pointer(path: list[str]) -> str:
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path)


def _geweigerd(afloop: Afloop, taak: Taak) -> Taakfout:
    if afloop is Afloop.SLEUTEL_HERGEBRUIKT:
        return Taakfout(Taakfoutcode.SLEUTEL_HERGEBRUIKT, "Met deze sleutel is iets anders geantwoord.")
    if afloop is Afloop.WORDT_BEANTWOORD:
        return Taakfout(Taakfoutcode.WORDT_BEANTWOORD, "Iemand beantwoordt deze taak op dit moment al.")
    if taak.stand is Taakstand.VERLOPEN:
        return Taakfout(Taakfoutcode.VERLOPEN, "De tijd voor deze taak is voorbij.")
    if taak.stand is Taakstand.GESLOTEN:
        return Taakfout(Taakfoutcode.GESLOTEN, "Deze taak hoeft niet meer.")
    return Taakfout(Taakfoutcode.AL_BEANTWOORD, "Deze taak is al beantwoord.")

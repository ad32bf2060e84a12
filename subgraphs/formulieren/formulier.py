"""A form as the catalogue publishes it: JSON Schema 2020-12 for its data, hints and steps to draw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auth.principal import Klantsoort


class Gegeven(StrEnum):
    """What a register can fill in for the customer, whichever kind of customer that is."""

    NAAM = "naam"
    GEBOORTEDATUM = "geboortedatum"
    STRAAT = "straat"
    HUISNUMMER = "huisnummer"
    HUISNUMMERTOEVOEGING = "huisnummertoevoeging"
    POSTCODE = "postcode"
    WOONPLAATS = "woonplaats"
    KVK_NUMMER = "kvkNummer"
    RSIN = "rsin"
    RECHTSVORM = "rechtsvorm"
    EMAIL = "email"
    TELEFOON = "telefoon"


@dataclass(frozen=True, slots=True)
class Stap:
    """A page of the form, with the properties of the schema that stand on it, in order."""

    titel: str
    velden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formulier:
    """A form. An aanvraag made with it becomes a zaak of the zaaktype with this `zaaktype` as identificatie.

    `schema` is an object schema whose properties are the fields; `weergave` gives, by field, what a schema
    cannot say (input type, autocomplete, help); `voorinvullen` names, by field, what may be filled in
    beforehand.
    """

    id: str
    titel: str
    omschrijving: str
    zaaktype: str
    klantsoorten: frozenset[Klantsoort]
    trefwoorden: tuple[str, ...]
    schema: Mapping[str, Any]
    weergave: Mapping[str, Mapping[str, Any]]
    stappen: tuple[Stap, ...]
    voorinvullen: Mapping[str, Gegeven]

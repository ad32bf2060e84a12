"""A form as the catalogue publishes it: JSON Schema 2020-12 for its data, hints and steps to draw it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """A page of the form, with the properties of the schema that stand on it, and the kinds of bijlage, in
    order.
    """

    titel: str
    velden: tuple[str, ...]
    bijlagen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bijlagesoort:
    """A kind of file that the form asks for: from `minstens` up to `hoogstens`, each at most `max_bytes`.

    `formaten` are media types. With `als`, a JSON Schema for the data, it is asked only of those it fits.
    """

    naam: str
    titel: str
    toelichting: str
    formaten: tuple[str, ...]
    max_bytes: int
    minstens: int = 0
    hoogstens: int = 1
    als: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Formulier:
    """A form. An aanvraag made with it becomes a zaak of the zaaktype with this `zaaktype` as identificatie.

    `schema` is an object schema whose properties are the fields; `weergave` gives, by field, what a schema
    cannot say (input type, autocomplete, help); `voorinvullen` names, by field, what may be filled in
    beforehand, and `vast` those of them that the customer may not change where a register knows them.

    `voorwaarden` has, by field, the JSON Schema that the data before it must fit for the field to be shown.
    `bevestiging` is what the customer reads after submitting. A form with a `start_url` is filled in there:
    it has no fields here.
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
    vast: frozenset[str] = frozenset()
    voorwaarden: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    bijlagen: tuple[Bijlagesoort, ...] = ()
    bevestiging: str | None = None
    start_url: str | None = None

    def bijlagesoort(self, naam: str) -> Bijlagesoort | None:
        return next((soort for soort in self.bijlagen if soort.naam == naam), None)

"""Holding what a customer filled in against the JSON Schema of the form: one coded error a field."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import orjson
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from subgraphs.service.json_schema import validator_of

MAX_BYTES = 64 * 1024
"""The largest draft, as JSON. A form of an ordinary municipality stays under a tenth of it; files go as
attachments.
"""


class Foutcode(StrEnum):
    """Why an aanvraag cannot be saved or submitted as it is."""

    VERPLICHT = "verplicht"
    ONGELDIG_TYPE = "ongeldig_type"
    ONGELDIG_FORMAAT = "ongeldig_formaat"
    ONGELDIGE_WAARDE = "ongeldige_waarde"
    BUITEN_BEREIK = "buiten_bereik"
    ONBEKEND_VELD = "onbekend_veld"
    TE_GROOT = "te_groot"
    NIET_VOOR_KLANTSOORT = "niet_voor_klantsoort"
    NIET_MEER_TE_WIJZIGEN = "niet_meer_te_wijzigen"
    SLEUTEL_HERGEBRUIKT = "sleutel_hergebruikt"
    ONGELDIGE_SLEUTEL = "ongeldige_sleutel"
    NIET_WIJZIGBAAR = "niet_wijzigbaar"
    VOORINVULLING_NODIG = "voorinvulling_nodig"
    ONGELDIGE_VOORINVULLING = "ongeldige_voorinvulling"
    ELDERS_IN_TE_VULLEN = "elders_in_te_vullen"
    BIJLAGE_ONBEKEND = "bijlage_onbekend"
    BIJLAGE_TE_VEEL = "bijlage_te_veel"
    BIJLAGE_ONVOLLEDIG = "bijlage_onvolledig"
    ZAAK_AFGEHANDELD = "zaak_afgehandeld"
    TE_VEEL_CONCEPTEN = "te_veel_concepten"


@dataclass(frozen=True, slots=True)
class Fout:
    """What is wrong; `veld` is a JSON Pointer (RFC 6901) into the data, None when it is about the whole."""

    code: Foutcode
    melding: str
    veld: str | None = None


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RANGES = frozenset(
    {
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minItems",
        "maxItems",
    }
)
_CODES = {
    "required": Foutcode.VERPLICHT,
    "dependentRequired": Foutcode.VERPLICHT,
    "type": Foutcode.ONGELDIG_TYPE,
    "format": Foutcode.ONGELDIG_FORMAAT,
    "pattern": Foutcode.ONGELDIG_FORMAAT,
    "additionalProperties": Foutcode.ONBEKEND_VELD,
    **dict.fromkeys(_RANGES, Foutcode.BUITEN_BEREIK),
}
_MELDINGEN = {
    Foutcode.VERPLICHT: "Dit veld is verplicht.",
    Foutcode.ONGELDIG_TYPE: "Deze waarde is niet van de gevraagde soort.",
    Foutcode.ONGELDIG_FORMAAT: "Deze waarde heeft niet de gevraagde vorm.",
    Foutcode.ONGELDIGE_WAARDE: "Deze waarde is hier niet mogelijk.",
    Foutcode.BUITEN_BEREIK: "Deze waarde is te klein, te groot, te kort of te lang.",
    Foutcode.ONBEKEND_VELD: "Dit formulier heeft dit veld niet.",
}


def voldoet(schema: Mapping[str, Any], gegevens: object) -> bool:
    """Whether the data fits a schema."""
    return _validator(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)).is_valid(gegevens)


def concept_fouten(schema: Mapping[str, Any], gegevens: object) -> tuple[Fout, ...]:
    """What is wrong with what is there: a draft may lack required fields."""
    return tuple(fout for fout in fouten(schema, gegevens) if fout.code is not Foutcode.VERPLICHT)


def fouten(schema: Mapping[str, Any], gegevens: object) -> tuple[Fout, ...]:
    """Everything that keeps `gegevens` from being submitted, in the order of the fields' pointers."""
    if len(orjson.dumps(gegevens)) > MAX_BYTES:
        return (Fout(Foutcode.TE_GROOT, f"Een aanvraag mag niet groter zijn dan {MAX_BYTES // 1024} kB."),)
    validator = _validator(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS))
    found = {fout for error in validator.iter_errors(gegevens) for fout in _fouten_van(error)}
    found.update(_onleesbaar(gegevens))
    return tuple(sorted(found, key=lambda fout: (fout.veld or "", fout.code)))


@lru_cache(maxsize=256)
def _validator(schema: bytes) -> Draft202012Validator:
    return validator_of(orjson.loads(schema))


def _onleesbaar(gegevens: object) -> Iterable[Fout]:
    """Texts that cannot be read, nor stored by every system that gets the aanvraag: with control characters
    beyond tabs and ends of lines.
    """
    left: list[tuple[str, object]] = [("", gegevens)]
    while left:
        veld, waarde = left.pop()
        if isinstance(waarde, Mapping):
            left += [(f"{veld}/{_escaped(str(naam))}", deel) for naam, deel in waarde.items()]
        elif isinstance(waarde, list):
            left += [(f"{veld}/{nummer}", deel) for nummer, deel in enumerate(waarde)]
        elif isinstance(waarde, str) and _CONTROL.search(waarde):
            yield Fout(Foutcode.ONGELDIGE_WAARDE, "Deze tekst bevat tekens die niet kunnen.", veld or None)


def _fouten_van(error: ValidationError) -> Iterable[Fout]:
    """Our errors for one of the library's; its own messages quote the values, which may be personal, so
    they stay here.
    """
    code = _CODES.get(str(error.validator), Foutcode.ONGELDIGE_WAARDE)
    for path in _paths(error):
        yield Fout(code, _MELDINGEN[code], "".join(f"/{_escaped(str(part))}" for part in path) or None)


def _paths(error: ValidationError) -> Iterable[list[str | int]]:
    """Where an error stands: at the missing or unknown field itself, not at the object around it."""
    here = list(error.absolute_path)
    instance: Any = error.instance
    rule: Any = error.validator_value
    if error.validator == "required":
        return [[*here, name] for name in rule if name not in instance]
    if error.validator == "dependentRequired":
        return [
            [*here, name]
            for property_, names in rule.items()
            if property_ in instance
            for name in names
            if name not in instance
        ]
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
        return [[*here, name] for name in instance if name not in known]
    return [here]


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")

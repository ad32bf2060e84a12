"""What of a form is shown, given what was filled in. What is not shown is neither asked nor stored."""

from collections.abc import Mapping
from typing import Any

from subgraphs.formulieren.formulier import Bijlagesoort, Formulier
from subgraphs.formulieren.validatie import voldoet


def getoonde_gegevens(formulier: Formulier, gegevens: Mapping[str, Any]) -> dict[str, Any]:
    """The data without the fields that are not shown. Fields that the form does not have stay, to be refused.

    A condition sees the fields that stand before its own in the form, as far as these are shown themselves:
    so what is shown never hangs on itself.
    """
    velden = formulier.schema.get("properties", {})
    getoond: dict[str, Any] = {}
    for veld in velden:
        if veld in gegevens and wordt_getoond(formulier, veld, getoond):
            getoond[veld] = gegevens[veld]
    return getoond | {veld: waarde for veld, waarde in gegevens.items() if veld not in velden}


def wordt_getoond(formulier: Formulier, veld: str, getoond: Mapping[str, Any]) -> bool:
    """Whether a field is shown beside data that is."""
    voorwaarde = formulier.voorwaarden.get(veld)
    return voorwaarde is None or voldoet(voorwaarde, getoond)


def gevraagde_bijlagen(formulier: Formulier, gegevens: Mapping[str, Any]) -> tuple[Bijlagesoort, ...]:
    """The kinds of bijlage that are asked beside this data, as far as it is shown."""
    getoond = getoonde_gegevens(formulier, gegevens)
    return tuple(soort for soort in formulier.bijlagen if soort.als is None or voldoet(soort.als, getoond))

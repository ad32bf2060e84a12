"""Controle: everything that keeps a draft from being submitted, beside what the schema says of its fields."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from subgraphs.formulieren.aanvraag import Aanvraag
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.validatie import Fout, Foutcode, fouten
from subgraphs.formulieren.voorinvulbewijs import voorgevuld_op, voorgevulde_velden
from subgraphs.formulieren.zichtbaarheid import getoonde_gegevens, gevraagde_bijlagen, wordt_getoond

HOUDBAAR = timedelta(days=14)
"""How long what the registers filled in may be submitted; a draft may be older, and is then refreshed."""


_NIET_WIJZIGBAAR = "Dit gegeven komt uit een registratie en is hier niet te wijzigen."


def indienfouten(
    formulier: Formulier, aanvraag: Aanvraag, bijlagen: Sequence[Bijlage], nu: datetime
) -> tuple[Fout, ...]:
    """All of it: fields, what the customer may not change, and bijlagen."""
    return (
        *fouten(formulier.schema, getoonde_gegevens(formulier, aanvraag.gegevens)),
        *_vaste_velden(formulier, aanvraag, nu),
        *_bijlagefouten(formulier, aanvraag, bijlagen),
    )


def tussenfouten(formulier: Formulier, gegevens: Mapping[str, Any], stappen: int) -> tuple[Fout, ...]:
    """What is wrong with a draft of which the first so many pages are done: gaps on the others are none."""
    klaar = {veld for stap in formulier.stappen[:stappen] for veld in stap.velden}
    return tuple(
        fout
        for fout in fouten(formulier.schema, gegevens)
        if fout.code is not Foutcode.VERPLICHT or _veld(fout) in klaar
    )


def _veld(fout: Fout) -> str:
    """The field of the form that it is in."""
    return (fout.veld or "/").split("/")[1].replace("~1", "/").replace("~0", "~")


def afwijkingen(formulier: Formulier, aanvraag: Aanvraag) -> tuple[Fout, ...]:
    """Where the draft says something else than the registers, of what is not the customer's to change."""
    getoond = getoonde_gegevens(formulier, aanvraag.gegevens)
    return tuple(
        Fout(Foutcode.NIET_WIJZIGBAAR, _NIET_WIJZIGBAAR, f"/{one.veld}")
        for one in voorgevulde_velden(aanvraag.voorinvulling)
        if one.veld in formulier.vast
        and wordt_getoond(formulier, one.veld, getoond)
        and getoond.get(one.veld) != one.waarde
    )


def _vaste_velden(formulier: Formulier, aanvraag: Aanvraag, nu: datetime) -> tuple[Fout, ...]:
    """What a register knows and the customer may not change is never taken from the customer: the register
    must have been asked, and not long ago. Where it knows nothing, the customer fills it in.
    """
    if not formulier.vast:
        return ()
    bewaard = aanvraag.voorinvulling
    if bewaard is None or nu - voorgevuld_op(bewaard) > HOUDBAAR:
        melding = "Haal eerst (opnieuw) op wat er van u bekend is."
        return (Fout(Foutcode.VOORINVULLING_NODIG, melding),)
    return afwijkingen(formulier, aanvraag)


def _bijlagefouten(formulier: Formulier, aanvraag: Aanvraag, bijlagen: Sequence[Bijlage]) -> tuple[Fout, ...]:
    found: list[Fout] = []
    for soort in gevraagde_bijlagen(formulier, aanvraag.gegevens):
        own = [bijlage for bijlage in bijlagen if bijlage.soort == soort.naam]
        place = f"/bijlagen/{soort.naam}"
        if any(not bijlage.is_ontvangen for bijlage in own):
            melding = "Van deze bijlage is het bestand nog niet binnen."
            found.append(Fout(Foutcode.BIJLAGE_ONVOLLEDIG, melding, place))
        elif len(own) < soort.minstens:
            found.append(Fout(Foutcode.VERPLICHT, "Deze bijlage is verplicht.", place))
    return tuple(found)


def overbodige_bijlagen(
    formulier: Formulier, aanvraag: Aanvraag, bijlagen: Sequence[Bijlage]
) -> tuple[str, ...]:
    """The ids of what was handed in and is not asked any more, given what was filled in since."""
    gevraagd = {soort.naam for soort in gevraagde_bijlagen(formulier, aanvraag.gegevens)}
    return tuple(bijlage.id for bijlage in bijlagen if bijlage.soort not in gevraagd)

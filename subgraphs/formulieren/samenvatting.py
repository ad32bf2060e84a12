"""Samenvatting: what a customer submitted, as a page to keep: it needs no network, no script, no colours."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from subgraphs.formulieren.aanvraag import Aanvraag
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.formulier import Formulier
from subgraphs.service.settings import LOCAL

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
BEVESTIGING = "Wij hebben uw aanvraag ontvangen. U krijgt bericht als er iets verandert."
_STIJL = (
    "body{font:16px/1.5 sans-serif;max-width:45em;margin:2em auto;padding:0 1em}"
    "dt{font-weight:bold}dd{margin:0 0 .7em}"
)


def bevestigingstekst(formulier: Formulier) -> str:
    """What the customer reads after submitting."""
    return formulier.bevestiging or BEVESTIGING


def samenvatting(formulier: Formulier, aanvraag: Aanvraag, bijlagen: Sequence[Bijlage]) -> bytes:
    """An HTML page in UTF-8. `aanvraag` is submitted."""
    assert aanvraag.ingediend_op is not None
    moment = aanvraag.ingediend_op.astimezone(LOCAL)
    kop = f"Referentie {aanvraag.referentie}, ingediend op {_dag(moment.date())} om {moment:%H:%M} uur."
    delen = [
        "<!doctype html>",
        f'<html lang="nl"><head><meta charset="utf-8"><title>{escape(formulier.titel)}</title>',
        f"<style>{_STIJL}</style></head><body><main><h1>{escape(formulier.titel)}</h1>",
        f"<p>{escape(kop)}</p><p>{escape(bevestigingstekst(formulier))}</p>",
        *(_stap(formulier, stap.titel, stap.velden, aanvraag.gegevens) for stap in formulier.stappen),
        _bijlagen(formulier, bijlagen),
        "</main></body></html>",
    ]
    return "\n".join(filter(None, delen)).encode()


def _stap(formulier: Formulier, titel: str, velden: Sequence[str], gegevens: Mapping[str, Any]) -> str:
    regels = formulier.schema["properties"]
    rijen = [
        f"<dt>{escape(_titel(veld, regels[veld]))}</dt><dd>{_waarde(gegevens[veld], regels[veld])}</dd>"
        for veld in velden
        if veld in gegevens
    ]
    return f"<section><h2>{escape(titel)}</h2><dl>{''.join(rijen)}</dl></section>" if rijen else ""


def _bijlagen(formulier: Formulier, bijlagen: Sequence[Bijlage]) -> str:
    rijen = [
        f"<dt>{escape(soort.titel)}</dt><dd>{escape(bijlage.bestandsnaam)}</dd>"
        for bijlage in bijlagen
        if (soort := formulier.bijlagesoort(bijlage.soort)) is not None
    ]
    return f"<section><h2>Bijlagen</h2><dl>{''.join(rijen)}</dl></section>" if rijen else ""


def _titel(veld: str, regels: Mapping[str, Any]) -> str:
    return str(regels.get("title", veld))


def _waarde(waarde: Any, regels: Mapping[str, Any]) -> str:
    if isinstance(waarde, bool):
        return "Ja" if waarde else "Nee"
    if isinstance(waarde, list):
        return "<br>".join(_waarde(one, regels.get("items", {})) for one in waarde)
    if isinstance(waarde, dict):
        delen = regels.get("properties", {})
        paren = ((naam, one, delen.get(naam, {})) for naam, one in waarde.items())
        return ", ".join(f"{escape(_titel(naam, deel))}: {_waarde(one, deel)}" for naam, one, deel in paren)
    if regels.get("format") == "date" and isinstance(waarde, str):
        return _dag(date.fromisoformat(waarde))
    return escape(str(waarde)).replace("\n", "<br>")


def _dag(dag: date) -> str:
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"

"""synchroniseer: fills the gegevensmagazijn from the BRP, and keeps it current."""

import asyncio
import re
from pathlib import Path
from typing import Annotated

import typer

from gemeentegraaf import server
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.service_environ import service_environ
from gemeentegraaf.supergraph_source import read_text
from gemeentegraaf.told_round import told_round
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.synchronisatie import Verslag
from subgraphs.persoonsgegevens.synchroniseer import synchronisatie
from subgraphs.service.elfproef import elfproef
from subgraphs.service.settings import ServiceSettings

SUBGRAPH = "persoonsgegevens"


def synchroniseer(
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The service's variables, as YAML: the process's own win."),
    ] = None,
    nieuw: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="People to take in: a BSN on each line."),
    ] = None,
) -> None:
    """Fill the gegevensmagazijn from the BRP and bring it up to date: one round of all that is to do.

    Run it by the clock: while another round is under way, also on another machine, it does nothing and exits
    with 1. It may be stopped at any moment: the next round goes on where this one
    was. The settings are those of the subgraph persoonsgegevens.
    """
    server.log_to_standard_error()
    bsns = _bsns(nieuw) if nieuw else []
    with told_round(BronOnbeschikbaar):
        settings = ServiceSettings.from_environ(SUBGRAPH, service_environ(config))
        verslag = asyncio.run(_ronde(settings, bsns))
    print(_told(verslag))


async def _ronde(settings: ServiceSettings, nieuw: list[str]) -> Verslag:
    async with synchronisatie(settings) as werk:
        return await werk.ronde(nieuw)


def _bsns(path: Path) -> list[str]:
    """Raises CommandError, which names a line that holds no BSN and does not repeat it."""
    found = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        bsn = line.strip()
        if bsn and not (re.fullmatch(r"\d{9}", bsn) and elfproef(bsn)):
            raise CommandError(f"{path}: line {number} is no BSN")
        if bsn:
            found.append(bsn)
    return found


def _told(verslag: Verslag) -> str:
    return (
        f"followed: {verslag.gevolgd}, changed: {verslag.gewijzigd}, written: {verslag.bijgewerkt}, "
        f"not in the BRP: {verslag.onbekend}, put off: {verslag.uitgesteld}"
    )

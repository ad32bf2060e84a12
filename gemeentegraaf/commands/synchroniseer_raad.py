"""synchroniseer-raad: fills the council's register from OpenBesluitvorming, and keeps it current."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from gemeentegraaf import server
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.service_environ import service_environ
from gemeentegraaf.told_round import told_round
from subgraphs.raadsinformatie.raadsynchronisatie import AndereBronError, Raadsverslag
from subgraphs.raadsinformatie.synchroniseer import raadsynchronisatie
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.service.settings import ServiceSettings

SUBGRAPH = "raadsinformatie"


def synchroniseer_raad(
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The service's variables, as YAML: the process's own win."),
    ] = None,
) -> None:
    """Fill the council's register from OpenBesluitvorming and bring it up to date: one round of all that is
    to do.

    Run it by the clock: while another round is under way, also on another machine, it does nothing and exits
    with 1. It may be stopped at any moment: the next round goes on where this one was. The settings are those
    of the subgraph raadsinformatie.
    """
    server.log_to_standard_error()
    with told_round(RegisterUnavailable, RegisterRefused):
        settings = ServiceSettings.from_environ(SUBGRAPH, service_environ(config))
        verslag = asyncio.run(_ronde(settings))
    print(_told(verslag))


async def _ronde(settings: ServiceSettings) -> Raadsverslag:
    async with raadsynchronisatie(settings) as werk:
        try:
            return await werk.ronde()
        except AndereBronError as error:
            raise CommandError(str(error)) from error


def _told(verslag: Raadsverslag) -> str:
    return (
        f"written: {verslag.opgenomen}, deleted: {verslag.verwijderd}, not kept: {verslag.overgeslagen}, "
        f"unreadable: {verslag.onleesbaar}, texts: {verslag.teksten}, texts to come: {verslag.wachtend}"
    )

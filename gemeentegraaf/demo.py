"""The demo: gateway, subgraphs, databases and login of Voorbeeldstad in one process.

The composition root of the all-in-one topology. What runs here is what runs as services elsewhere: only the
transport between gateway and subgraphs differs.
"""

import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import SecretStr
from starlette.applications import Starlette

from auth.errors import AuthError
from gateway.app import AppParts, Lifespan, make_app
from gateway.execution.subgraph import Subgraph
from gateway.processing_settings import LogFilesSection, ProcessingLogSection
from gateway.public_settings import FOLDER, PublicSection
from gateway.settings import GatewaySettings, ShutdownSettings
from gateway.transport.event_limits import EventLimits
from gateway.transport.in_process import InProcessSubgraph
from gateway.transport.in_process_event_source import InProcessEventSource
from gateway.transport.in_process_files import InProcessFiles
from gateway.transport.resilience import Resilience, resilient
from gemeentegraaf import server
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.data_folder import DataFolder, DataFolderError, open_data_folder
from gemeentegraaf.demo_gateway import DemoGateway
from gemeentegraaf.demo_handlers import DemoHandlers, make_demo_handlers
from gemeentegraaf.keys import Keys, open_keys
from gemeentegraaf.listener import listen, url_of
from gemeentegraaf.processing_parts import with_processing_log
from gemeentegraaf.welcome import welcome
from schema.supergraph import Supergraph
from subgraphs.formulieren.service import make_service as make_formulieren
from subgraphs.opendata.service import make_service as make_opendata
from subgraphs.persoonsgegevens.service import make_service as make_persoonsgegevens
from subgraphs.raadsinformatie.service import make_service as make_raadsinformatie
from subgraphs.service.settings import ProcessingSettings, ServiceSettings, SettingsError
from subgraphs.service.upstream import AsgiUpstream
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.website.service import make_service as make_website
from subgraphs.zaken.service import make_service as make_zaken

HOST = "127.0.0.1"
GATEWAY = "gateway"
SUBGRAPHS = ("persoonsgegevens", "zaken", "formulieren", "opendata", "website", "raadsinformatie")
WITH_FILES = ("zaken", "formulieren")
PUBLIC = PublicSection(paths={"catalog": "opendata", "bestanden": "opendata"})
SHUTDOWN = ShutdownSettings(grace_seconds=3)


@dataclass(frozen=True, slots=True)
class Registers:
    """The file that says which real registers stand behind the subgraphs, and where its secrets are found."""

    bronnen: Path
    environ: Mapping[str, str] = field(repr=False)


def run(port: int, data: Path, bronnen: Path | None, *, reset: bool) -> None:
    """Serve the demo until it is told to stop. Raises CommandError when it cannot start."""
    registers = Registers(bronnen, os.environ) if bronnen else None
    server.log_to_standard_error(logging.WARNING)
    try:
        with listen(HOST, port) as listener, open_data_folder(data) as folder:
            if reset:
                folder.forget((GATEWAY, *SUBGRAPHS))
            demo = make_demo(folder, url_of(listener), registers=registers)
            app = demo.app(announce=lambda: print(welcome(demo.base_url), flush=True))
            server.run(app, listener, SHUTDOWN, demo.parts.readiness.end)
    except (DataFolderError, AuthError, SettingsError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{error.filename or data}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Demo:
    """Every part of the process, put together but not started. `services` are the subgraphs' applications;

    `handlers` take zaken forward.
    """

    base_url: str
    services: Mapping[str, Starlette]
    subgraphs: Mapping[str, Subgraph]
    parts: AppParts
    handlers: DemoHandlers

    def app(self, announce: Callable[[], None] = lambda: None) -> Starlette:
        """The gateway's application, whose lifespan starts and stops the subgraphs as well.

        `announce` is called when everything is up.
        """
        subgraphs = (_lifespan_of(service) for service in self.services.values())
        parts = replace(
            self.parts,
            lifespans=(*subgraphs, *self.parts.lifespans, _announcing(announce)),
            openbaar=_committed("openbaar.graphql"),
            event_sources={
                name: InProcessEventSource(name, service, EventLimits())
                for name, service in self.services.items()
            },
            files={name: InProcessFiles(name, self.services[name]) for name in WITH_FILES},
            public={
                name: InProcessFiles(name, self.services[name], folder=FOLDER) for name in PUBLIC.subgraphs
            },
        )
        settings = GatewaySettings(public_url=self.base_url, public=PUBLIC)
        return make_app(settings, committed_supergraph(), self.subgraphs, parts)


def make_demo(
    folder: DataFolder, base_url: str, today: date | None = None, registers: Registers | None = None
) -> Demo:
    """The demo over the databases and keys in `folder`. `today` stops its calendar.

    With `registers`, subgraphs that stand before one are told the numbers by which it knows customers.

    Raises OSError when the keys cannot be read or written, AuthError when they cannot be used, CommandError
    or SettingsError when the processing log cannot be written.
    """
    keys = open_keys(folder.keys)
    handlers = make_demo_handlers(still=today is not None)
    services = _services(_Parts(folder, keys, today, registers), handlers)
    gateway = DemoGateway(
        base_url=base_url,
        sessions_url=folder.database_url(GATEWAY),
        signing_key=keys.signing_key,
        pseudonym_key=keys.pseudonym_key.encode(),
        recipient_keys=keys.recipient_keys if registers else {},
    )
    return Demo(
        base_url=base_url,
        services=services,
        subgraphs={
            name: resilient(name, InProcessSubgraph(name, service), Resilience())
            for name, service in services.items()
        },
        parts=with_processing_log(_with(handlers, gateway.parts()), _processing_log(folder, keys), base_url),
        handlers=handlers,
    )


def _with(handlers: DemoHandlers, parts: AppParts) -> AppParts:
    return replace(parts, lifespans=(*parts.lifespans, *map(_lifespan_of, handlers.apps.values())))


def _processing_log(folder: DataFolder, keys: Keys) -> ProcessingLogSection:
    files = LogFilesSection(folder=folder.processing_log(GATEWAY))
    return ProcessingLogSection(key=SecretStr(keys.processing_key), files=files)


def committed_supergraph() -> Supergraph:
    """The graph that was composed from the subgraphs of this package; a test keeps the two together."""
    return _committed("supergraph.graphql")


@cache  # reading it is half of a start, and nobody changes it
def _committed(name: str) -> Supergraph:
    return Supergraph.parse((resources.files("schema") / name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the settings of every subgraph are made of."""

    folder: DataFolder
    keys: Keys
    today: date | None
    registers: Registers | None

    def settings(self, name: str) -> ServiceSettings:
        keys, registers = self.keys, self.registers
        return ServiceSettings(
            name=name,
            database_url=self.folder.database_url(name),
            pseudonym_key=keys.pseudonym_key.encode(),
            statement_keys=keys.verification_keys,
            identification_key=keys.identification_keys.get(name) if registers else None,
            demo=True,
            today=self.today,
            processing=ProcessingSettings(self.folder.processing_log(name), keys.processing_key.encode()),
            secrets={REGISTRATIEGEHEIM: keys.registration_secret},
            bronnen=registers.bronnen if registers else None,
            environ=registers.environ if registers else {},
        )


def _services(parts: _Parts, handlers: DemoHandlers) -> dict[str, Starlette]:
    settings = parts.settings
    zaken = make_zaken(settings("zaken"), handlers.afhandelaars, handlers.reach)
    handlers.work_for(zaken)
    return {
        "persoonsgegevens": make_persoonsgegevens(settings("persoonsgegevens"), AsgiUpstream(zaken)),
        "zaken": zaken,
        "formulieren": make_formulieren(settings("formulieren"), AsgiUpstream(zaken)),
        "opendata": make_opendata(settings("opendata")),
        "website": make_website(settings("website")),
        "raadsinformatie": make_raadsinformatie(settings("raadsinformatie")),
    }


def _lifespan_of(service: Starlette) -> Lifespan:
    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        async with service.router.lifespan_context(service):
            yield

    return lifespan


def _announcing(announce: Callable[[], None]) -> Lifespan:
    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        announce()
        yield

    return lifespan

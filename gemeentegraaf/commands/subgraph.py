"""subgraph: one subgraph by itself."""

from pathlib import Path
from typing import Annotated

import typer

import subgraphs
from gateway.settings import ShutdownSettings
from gemeentegraaf import server
from gemeentegraaf.address_options import Host, Port
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.family import Family
from gemeentegraaf.listener import listen, url_of
from gemeentegraaf.service_environ import service_environ
from subgraphs.service.settings import ServiceSettings, SettingsError

SUBGRAPHS = Family(subgraphs, "service", "subgraph")


def subgraph(
    name: Annotated[str, typer.Argument(help=f"Which one: {', '.join(SUBGRAPHS.names)}.")],
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Environment variables, as YAML: the process's own win."),
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 4001,
) -> None:
    """Serve one subgraph: GraphQL at /graphql, and /health.

    Its settings come from environment variables, GEMEENTEGRAAF_DATABASE_URL and others.
    """
    server.log_to_standard_error()
    service = SUBGRAPHS.member(name)
    try:
        settings = ServiceSettings.from_environ(
            name, service_environ(config), getattr(service, "SECRETS", ())
        )
        app = service.make_service(settings)
    except SettingsError as error:
        raise CommandError(str(error)) from error
    with listen(host, port) as listener:
        print(f"{name}: {url_of(listener)}/graphql", flush=True)
        server.run(app, listener, ShutdownSettings())

"""subgraph: one subgraph by itself."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

import subgraphs
from gateway.settings import ShutdownSettings
from gemeentegraaf import server
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.listener import AddressError, listen
from gemeentegraaf.service_environ import service_environ
from subgraphs.service.settings import ServiceSettings, SettingsError


def subgraph_names() -> list[str]:
    """The packages in `subgraphs` that are a service."""
    folders = (Path(place) for place in subgraphs.__path__)
    return sorted(path.parent.name for folder in folders for path in folder.glob("*/service.py"))


def subgraph(
    name: Annotated[str, typer.Argument(help=f"Which one: {', '.join(subgraph_names())}.")],
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Environment variables, as YAML: the process's own win."),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = 4001,
) -> None:
    """Serve one subgraph: GraphQL at /graphql, and /health.

    Its settings come from environment variables, GEMEENTEGRAAF_DATABASE_URL and others.
    """
    server.log_to_standard_error()
    service = _service(name)
    try:
        settings = ServiceSettings.from_environ(
            name, service_environ(config), getattr(service, "SECRETS", ())
        )
        app = service.make_service(settings)
        listener = listen(host, port)
    except (SettingsError, AddressError) as error:
        raise CommandError(str(error)) from error
    shown = f"[{host}]" if ":" in host else host
    print(f"{name}: http://{shown}:{listener.getsockname()[1]}/graphql", flush=True)
    server.run(app, listener, ShutdownSettings())


def _service(name: str) -> Any:
    if name not in (known := subgraph_names()):
        raise CommandError(f"there is no subgraph {name}: choose from {', '.join(known)}")
    return import_module(f"subgraphs.{name}.service")

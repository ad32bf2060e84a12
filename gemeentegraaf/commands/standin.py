"""standin: one stand-in of an external register, for a demo or while developing."""

from pathlib import Path
from typing import Annotated

import typer
from starlette.types import ASGIApp

import standins
from gateway.settings import ShutdownSettings
from gemeentegraaf import server
from gemeentegraaf.address_options import Host, Port
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.family import Family
from gemeentegraaf.listener import listen, url_of
from standins.service.scenario import ScenarioError, read_scenario

STANDINS = Family(standins, "standin", "stand-in")


def standin(
    name: Annotated[str, typer.Argument(help=f"Which one: {', '.join(STANDINS.names)}.")],
    scenario: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What it knows when it starts, as YAML or JSON; else an example."),
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 4101,
) -> None:
    """Serve a stand-in of an external register, which forgets everything when it stops.

    It speaks the published API and rejects what the real one rejects. Not for real data.
    """
    server.log_to_standard_error()
    try:
        app = standin_app(name, scenario)
    except ScenarioError as error:
        raise CommandError(str(error)) from error
    with listen(host, port) as listener:
        print(f"{name}: {url_of(listener)}/", flush=True)
        server.run(app, listener, ShutdownSettings())


def standin_app(name: str, scenario: Path | None) -> ASGIApp:
    """The application of a stand-in; without a scenario it has its example, if there is one.

    Raises CommandError for a name that there is not, ScenarioError.
    """
    module = STANDINS.member(name)
    example = Path(str(module.__file__)).with_name("voorbeeld.yaml")
    chosen = scenario or (example if example.is_file() else None)
    app: ASGIApp = module.make_standin(read_scenario(chosen) if chosen else {})
    return app

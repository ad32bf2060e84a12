"""standin: one stand-in of an external register, for a demo or while developing."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from starlette.types import ASGIApp

import standins
from gateway.settings import ShutdownSettings
from gemeentegraaf import server
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.listener import AddressError, listen
from standins.service.scenario import ScenarioError, read_scenario


def standin_names() -> list[str]:
    """The packages in `standins` that are a register."""
    folders = (Path(place) for place in standins.__path__)
    return sorted(path.parent.name for folder in folders for path in folder.glob("*/standin.py"))


def standin(
    name: Annotated[str, typer.Argument(help=f"Which one: {', '.join(standin_names())}.")],
    scenario: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What it knows when it starts, as YAML or JSON; else an example."),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = 4101,
) -> None:
    """Serve a stand-in of an external register, which forgets everything when it stops.

    It speaks the published API and rejects what the real one rejects. Not for real data.
    """
    server.log_to_standard_error()
    try:
        app = standin_app(name, scenario)
        listener = listen(host, port)
    except (ScenarioError, AddressError) as error:
        raise CommandError(str(error)) from error
    shown = f"[{host}]" if ":" in host else host
    print(f"{name}: http://{shown}:{listener.getsockname()[1]}/", flush=True)
    server.run(app, listener, ShutdownSettings())


def standin_app(name: str, scenario: Path | None) -> ASGIApp:
    """The application of a stand-in; without a scenario it has its example, if there is one.

    Raises CommandError for a name that there is not, ScenarioError.
    """
    if name not in (known := standin_names()):
        raise CommandError(f"there is no stand-in {name}: choose from {', '.join(known)}")
    module = import_module(f"standins.{name}.standin")
    example = Path(str(module.__file__)).with_name("voorbeeld.yaml")
    chosen = scenario or (example if example.is_file() else None)
    app: ASGIApp = module.make_standin(read_scenario(chosen) if chosen else {})
    return app

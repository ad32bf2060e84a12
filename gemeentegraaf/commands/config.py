"""config: about the settings file."""

import orjson
import typer

from gateway.settings import GatewaySettings

config = typer.Typer(
    help="About gateway.yaml.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@config.callback()
def about() -> None:
    """About gateway.yaml."""


@config.command("schema")
def schema() -> None:
    """Print the JSON Schema of gateway.yaml, for editors and for checks."""
    print(orjson.dumps(GatewaySettings.model_json_schema(), option=orjson.OPT_INDENT_2).decode())

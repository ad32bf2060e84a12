"""config: about the settings files, and what else has a schema."""

from typing import Annotated

import orjson
import typer

from gateway.planning.formats.values import plan_json_schema
from gateway.settings import GatewaySettings
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.composition_settings import composition_json_schema

config = typer.Typer(
    help="About gateway.yaml and supergraph.yaml.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@config.callback()
def about() -> None:
    """About gateway.yaml and supergraph.yaml."""


@config.command("schema")
def schema(
    composition: Annotated[bool, typer.Option("--composition", help="That of supergraph.yaml.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="That of what `plan --format json` prints.")] = False,
) -> None:
    """Print the JSON Schema of gateway.yaml, for editors and for checks."""
    if composition and plan:
        raise CommandError("give --composition or --plan, not both")
    if plan:
        found = plan_json_schema()
    else:
        found = composition_json_schema() if composition else GatewaySettings.model_json_schema()
    print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())

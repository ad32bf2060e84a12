"""serve: the gateway alone, over any standard supergraph."""

import gc
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from starlette.applications import Starlette

from auth.errors import AuthError
from gateway.app import AppParts, make_following_app
from gateway.connections import NoWayError
from gateway.settings import GatewaySettings, SettingsError
from gemeentegraaf import server
from gemeentegraaf.address_options import Host, Port
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.environ import with_files
from gemeentegraaf.file_servers import file_servers, public_servers
from gemeentegraaf.keys import TOLD_NUMBERS
from gemeentegraaf.listener import listen, url_of
from gemeentegraaf.network_ways import network_ways
from gemeentegraaf.schemas import read_schemas
from gemeentegraaf.supergraph_feed import feed_of
from gemeentegraaf.supergraph_follower import Follower, FollowRules
from gemeentegraaf.supergraph_source import SourceError, SourceLimits, read_text, shown
from schema.supergraph import Supergraph, SupergraphError
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.settings import SettingsError as ServiceSettingsError

SIGNING_KEY = "IDENTITEITSSLEUTEL"
RECIPIENT_KEY = "GEMEENTEGRAAF_ONTVANGERSLEUTEL_"
"""Before the name of a subgraph: its public key."""
"""The setting with the key that signs the statements about who is asking."""


def serve(
    supergraph: Annotated[str, typer.Option(metavar="FILE|URL", help="The composed supergraph.")],
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings, as YAML.")] = None,
    host: Host = "127.0.0.1",
    port: Port = 4000,
    development_login: Annotated[
        bool, typer.Option("--development-login", help="Let anyone in as anyone of Voorbeeldstad.")
    ] = False,
) -> None:
    """Serve a supergraph: GraphQL at /graphql, the explorer at /, /health and /ready.

    Needs nothing but the supergraph: no login, no database. The subgraphs are asked over HTTP, where the
    supergraph says they are. Login is a matter of settings (`gemeentegraaf config schema`).

    The file or URL is looked at again and again, and at once for SIGHUP. A new supergraph there takes over
    without a request being lost; one that cannot be served is logged, and the old one stays.

    With --development-login people on this machine log in as a persona. That needs `public_url` in the
    settings, and GEMEENTEGRAAF_DATABASE_URL (sessions), _PSEUDONIEMSLEUTEL and _IDENTITEITSSLEUTEL (PEM) in
    the environment; and _ONTVANGERSLEUTEL_PERSOONSGEGEVENS, _ZAKEN or _FORMULIEREN (JWK) for a subgraph that
    stands before a register that knows customers by their numbers. Or each as NAME_FILE.
    """
    gc.freeze()  # what is imported is no garbage: to look for it would hold up requests at every reload
    server.log_to_standard_error()
    settings = load_settings(config)
    parts = _logged(settings, _parts(settings, development_login=development_login))
    parts = replace(parts, files=file_servers(settings), public=public_servers(settings))
    app = _app(settings, supergraph, parts)
    with listen(host, port) as listener:
        print(f"Gemeentegraaf: {url_of(listener)}/graphql", flush=True)
        server.run(app, listener, settings.shutdown, parts.readiness.end)


def _app(settings: GatewaySettings, location: str, parts: AppParts) -> Starlette:
    """The gateway over what is at `location`, and over what comes there later. Raises CommandError."""
    reload = settings.reload
    feed = feed_of(location, SourceLimits(reload.bytes, reload.timeout_seconds), reload.asked_with)
    read = partial(read_schemas, openbaar=settings.openbaar)
    follower = Follower(feed, read, FollowRules(reload.seconds if reload.watch else None, reload.jitter))
    try:
        schemas = read(feed.look() or "")
        _check_named(settings, schemas.supergraph)
        return make_following_app(settings, schemas, network_ways(settings), parts, follower)
    except SupergraphError as error:
        raise CommandError(f"{shown(location)}: {error}") from error
    except (SourceError, NoWayError) as error:
        raise CommandError(str(error)) from error


def _parts(settings: GatewaySettings, *, development_login: bool) -> AppParts:
    if development_login:
        return _with_development_login(settings)
    if settings.login is None or settings.public_url is None:
        return AppParts()
    # The databases that sessions can live in take a while to import.
    from gemeentegraaf.login_parts import login_parts

    return login_parts(settings.login, settings.public_url)


def _logged(settings: GatewaySettings, parts: AppParts) -> AppParts:
    """With the processing log, if the settings have one. Raises CommandError."""
    if settings.processing_log is None:
        return parts
    from gemeentegraaf.processing_parts import with_processing_log

    return with_processing_log(parts, settings.processing_log, settings.public_url)


def _with_development_login(settings: GatewaySettings) -> AppParts:
    """Raises CommandError for what is missing or not safe."""
    if settings.public_url is None:
        raise CommandError("--development-login needs public_url in the settings")
    # Only this needs the packages of the extra `demo`.
    from gemeentegraaf.demo_gateway import DemoGateway

    try:
        own = ServiceSettings.from_environ("gateway", os.environ, (SIGNING_KEY,))
        return DemoGateway(
            base_url=settings.public_url,
            sessions_url=own.database_url,
            signing_key=own.secrets[SIGNING_KEY],
            pseudonym_key=own.pseudonym_key,
            recipient_keys=_recipient_keys(with_files(os.environ)),
        ).parts()
    except (ServiceSettingsError, AuthError) as error:
        raise CommandError(str(error)) from error


def _recipient_keys(environ: Mapping[str, str]) -> dict[str, str]:
    """The public keys of the subgraphs that are told the numbers of customers."""
    variables = {name: f"{RECIPIENT_KEY}{name.upper()}" for name in TOLD_NUMBERS}
    return {name: environ[variable] for name, variable in variables.items() if environ.get(variable)}


def load_settings(config: Path | None) -> GatewaySettings:
    """Raises CommandError, with a line for each key that is wrong."""
    text = read_text(config) if config else ""
    try:
        return GatewaySettings.load(text, with_files(os.environ))
    except SettingsError as error:
        where = f"{config}: " if config else "settings: "
        raise CommandError("\n".join(where + line for line in str(error).splitlines())) from error


def _check_named(settings: GatewaySettings, graph: Supergraph) -> None:
    """A subgraph that only the settings know is a mistake at the start; later it may have been taken out."""
    if unknown := sorted(settings.subgraphs.keys() - graph.subgraphs.keys()):
        raise CommandError(f"subgraphs.{unknown[0]}: the supergraph has no such subgraph")
    if unknown := sorted(settings.files.subgraphs.keys() - graph.subgraphs.keys()):
        raise CommandError(f"files.subgraphs.{unknown[0]}: the supergraph has no such subgraph")
    if unknown := sorted(settings.public.subgraphs - graph.subgraphs.keys()):
        raise CommandError(f"public.paths: the supergraph has no subgraph {unknown[0]}")

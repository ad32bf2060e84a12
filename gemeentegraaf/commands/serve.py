"""serve: the gateway alone, over any standard supergraph."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from auth.errors import AuthError
from gateway.app import AppParts, make_app
from gateway.execution.subgraph import Subgraph
from gateway.settings import GatewaySettings, SettingsError
from gateway.traffic_settings import TrafficSection
from gateway.transport.http_client import HttpSubgraph
from gateway.transport.resilience import resilient
from gateway.transport.tls import TlsError
from gemeentegraaf import server
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.environ import with_files
from gemeentegraaf.event_sources import network_event_sources
from gemeentegraaf.listener import AddressError, listen
from gemeentegraaf.public_contract import public_contract
from gemeentegraaf.supergraph_source import parse_supergraph, read_text, supergraph_text
from schema.supergraph import Supergraph
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.settings import SettingsError as ServiceSettingsError

SIGNING_KEY = "IDENTITEITSSLEUTEL"
"""The setting with the key that signs the statements about who is asking."""


def serve(
    supergraph: Annotated[str, typer.Option(metavar="FILE|URL", help="The composed supergraph.")],
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings, as YAML.")] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = 4000,
    development_login: Annotated[
        bool, typer.Option("--development-login", help="Let anyone in as anyone of Voorbeeldstad.")
    ] = False,
) -> None:
    """Serve a supergraph: GraphQL at /graphql, the explorer at /, /health and /ready.

    Needs nothing but the supergraph: no login, no database. The subgraphs are asked over HTTP, where the
    supergraph says they are. Login is a matter of settings (`gemeentegraaf config schema`).

    With --development-login people on this machine log in as a persona. That needs `public_url` in the
    settings, and GEMEENTEGRAAF_DATABASE_URL (sessions), _PSEUDONIEMSLEUTEL and _IDENTITEITSSLEUTEL (PEM) in
    the environment, or each as NAME_FILE.
    """
    server.log_to_standard_error()
    settings = load_settings(config)
    text = supergraph_text(supergraph)
    graph = parse_supergraph(text, supergraph)
    urls = subgraph_urls(graph, settings)
    parts = replace(
        _parts(settings, development_login=development_login),
        openbaar=public_contract(text, settings.openbaar),
        event_sources=network_event_sources(urls, settings),
    )
    app = make_app(settings, graph, http_subgraphs(urls, settings), parts)
    try:
        listener = listen(host, port)
    except AddressError as error:
        raise CommandError(str(error)) from error
    shown = f"[{host}]" if ":" in host else host
    print(f"Gemeentegraaf: http://{shown}:{listener.getsockname()[1]}/graphql", flush=True)
    server.run(app, listener, settings.shutdown, parts.readiness.end)


def _parts(settings: GatewaySettings, *, development_login: bool) -> AppParts:
    if development_login:
        return _with_development_login(settings)
    if settings.login is None or settings.public_url is None:
        return AppParts()
    # The databases that sessions can live in take a while to import.
    from gemeentegraaf.login_parts import login_parts

    return login_parts(settings.login, settings.public_url)


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
        ).parts()
    except (ServiceSettingsError, AuthError) as error:
        raise CommandError(str(error)) from error


def load_settings(config: Path | None) -> GatewaySettings:
    """Raises CommandError, with a line for each key that is wrong."""
    text = read_text(config) if config else ""
    try:
        return GatewaySettings.load(text, with_files(os.environ))
    except SettingsError as error:
        where = f"{config}: " if config else "settings: "
        raise CommandError("\n".join(where + line for line in str(error).splitlines())) from error


def subgraph_urls(graph: Supergraph, settings: GatewaySettings) -> dict[str, str]:
    """Each subgraph where the settings say it is, or else where the supergraph does. Raises CommandError."""
    if unknown := sorted(settings.subgraphs.keys() - graph.subgraphs.keys()):
        raise CommandError(f"subgraphs.{unknown[0]}: the supergraph has no such subgraph")
    urls = {
        name: settings.subgraphs[name].url or url if name in settings.subgraphs else url
        for name, url in graph.subgraphs.items()
    }
    for name, url in urls.items():
        if not url.startswith(("http://", "https://")):
            raise CommandError(
                f"subgraph {name} has no HTTP address in the supergraph: set subgraphs.{name}.url"
            )
    return urls


def http_subgraphs(urls: Mapping[str, str], settings: GatewaySettings) -> dict[str, Subgraph]:
    """The ways to ask them. Raises CommandError."""
    return {name: _over_http(name, url, settings.traffic_to(name)) for name, url in urls.items()}


def _over_http(name: str, url: str, traffic: TrafficSection) -> Subgraph:
    try:
        subgraph = HttpSubgraph(url, traffic.http, traffic.tls.files)
    except TlsError as error:
        raise CommandError(f"subgraph {name}: {error}") from error
    return resilient(name, subgraph, traffic.resilience)

"""The gateway as one ASGI application, put together from its parts.

make_app(settings, supergraph, subgraphs)                  the gateway alone, without login
make_app(settings, supergraph, subgraphs, AppParts(...))   with login, policies and pages of one's own
make_following_app(settings, schemas, ways, parts, follow)  one whose supergraph is replaced while it runs
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from auth.policy import Policy, WaysIn, no_way_in
from gateway.connections import Connections, Ways
from gateway.execution.event_source import EventSource
from gateway.execution.executor import Executor
from gateway.execution.subgraph import Subgraph
from gateway.generation import Schemas, Service
from gateway.generations import Generations
from gateway.http.access_log import AccessLog
from gateway.http.allowed_hosts import AllowedHosts
from gateway.http.caller import Authenticate, everyone_is_anonymous
from gateway.http.client_address import ClientAddress
from gateway.http.cross_origin import CrossOrigin
from gateway.http.cross_site import PREFLIGHT_HEADERS, CrossSiteRules
from gateway.http.current_generation import CurrentGeneration
from gateway.http.endpoint import EndpointRules, GraphQLEndpoint
from gateway.http.explorer.config import ExplorerConfig
from gateway.http.explorer.page import explorer_routes
from gateway.http.files import FileAccess, FilePlaces, FileRules, FilesEndpoint
from gateway.http.health import Readiness, health_routes
from gateway.http.public_paths import PublicPaths, PublicRules
from gateway.http.security_headers import SecurityHeaders
from gateway.http.upload import Pace
from gateway.pipeline import HeadersFor, Pipeline, no_headers
from gateway.pipeline_rules import PipelineRules
from gateway.processing import ProcessingRules
from gateway.rollout import LabelsFor, undecided
from gateway.settings import GatewaySettings
from gateway.transport.file_server import FileServer
from schema.supergraph import Supergraph

GRAPHQL_AT = "/graphql"
OPENBAAR_AT = "/openbaar/graphql"
FILES_AT = "/bestanden/{subgraph}/{name}"
PUBLIC_AT = "/openbaar/{name:path}"

Lifespan = Callable[[], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class AppParts:
    """What a gateway can be given beyond a supergraph; as it stands, a gateway without login.

    `authenticate` turns a request into a caller and `headers_for` a caller into what each subgraph is told;
    `policies` are the functions behind `@policy`, `ways_in` tells where a login begins, and `labels_for`
    decides on progressive overrides before the settings do. `explorer` is what the page at `/` offers,
    `routes` are served beside the gateway's own, and `lifespans` are entered before the first request and
    left after the last. `openbaar` is the part of the supergraph that is for everyone, as a contract of it.
    By the names of subgraphs: `event_sources` are the ways to subscribe at them, `files` those to the files
    of the ones that have any, `public` those to what they have for everyone beside GraphQL. `processing` is
    how what is done with personal data is written down.
    """

    authenticate: Authenticate = everyone_is_anonymous
    headers_for: HeadersFor = no_headers
    policies: Mapping[str, Policy] = field(default_factory=dict)
    ways_in: WaysIn = no_way_in
    labels_for: LabelsFor = undecided
    explorer: ExplorerConfig = field(default_factory=ExplorerConfig)
    routes: tuple[BaseRoute, ...] = ()
    lifespans: tuple[Lifespan, ...] = ()
    readiness: Readiness = field(default_factory=Readiness)
    openbaar: Supergraph | None = None
    event_sources: Mapping[str, EventSource] = field(default_factory=dict)
    files: Mapping[str, FileServer] = field(default_factory=dict)
    public: Mapping[str, FileServer] = field(default_factory=dict)
    processing: ProcessingRules | None = None


Follow = Callable[[Generations], AbstractAsyncContextManager[None]]
"""What hands new supergraphs to a gateway, for as long as it runs."""


def make_app(
    settings: GatewaySettings,
    supergraph: Supergraph,
    subgraphs: Mapping[str, Subgraph],
    parts: AppParts | None = None,
) -> Starlette:
    """It closes `subgraphs` when it stops. Raises NoWayError when one of the supergraph is not among them."""
    parts = parts or AppParts()
    ways = Ways.fixed(subgraphs, parts.event_sources)
    return make_following_app(settings, Schemas(supergraph, parts.openbaar), ways, parts)


def make_following_app(
    settings: GatewaySettings,
    schemas: Schemas,
    ways: Ways,
    parts: AppParts,
    follow: Follow | None = None,
) -> Starlette:
    """`schemas` are those it begins with; by `ways` it reaches their subgraphs, and those of what follows.
    Raises NoWayError.
    """
    build = partial(_services, settings, parts)
    generations = Generations(schemas, Connections(ways), build, settings.generations)
    routes: list[BaseRoute] = [
        *(Route(path, CurrentGeneration(generations, path)) for path in (GRAPHQL_AT, OPENBAAR_AT)),
        *([Route(FILES_AT, _files(settings, parts, generations))] if parts.files else ()),
        *([Route(PUBLIC_AT, _public(settings, parts, generations))] if parts.public else ()),
        *health_routes(lambda: bool(parts.readiness), generations.detail if follow else dict),
        *parts.routes,
        *(explorer_routes(parts.explorer) if settings.explorer else ()),
    ]
    lifespan = _lifespan(generations, parts, follow)
    return Starlette(routes=routes, middleware=_middleware(settings), lifespan=lifespan)


def _services(
    settings: GatewaySettings,
    parts: AppParts,
    schemas: Schemas,
    subgraphs: Mapping[str, Subgraph],
    sources: Mapping[str, EventSource],
) -> dict[str, Service]:
    """What is served of one generation, by path.

    At OPENBAAR_AT nobody is logged in, whoever asks, and no subgraph hears who it is; the schema is open.
    """
    executor = Executor(subgraphs, settings.error_policy, sources)
    rules = _pipeline_rules(settings, parts)
    pipeline = Pipeline(schemas.supergraph, executor, parts.headers_for, rules)
    services = {GRAPHQL_AT: _service(settings, pipeline, parts.authenticate)}
    if schemas.openbaar is not None:
        rules = replace(rules, policies={}, introspection=True, processing=None)
        pipeline = Pipeline(schemas.openbaar, executor, no_headers, rules)
        services[OPENBAAR_AT] = _service(settings, pipeline, everyone_is_anonymous)
    return services


def _service(settings: GatewaySettings, pipeline: Pipeline, authenticate: Authenticate) -> Service:
    rules = _endpoint_rules(settings)
    endpoint = GraphQLEndpoint(pipeline.answer, authenticate, rules, pipeline.answer_in_parts)
    return Service(endpoint, pipeline)


def _pipeline_rules(settings: GatewaySettings, parts: AppParts) -> PipelineRules:
    return PipelineRules(
        limits=settings.limits.operation,
        introspection=settings.introspection,
        incremental_delivery=settings.incremental_delivery,
        timeout=settings.timeout_seconds,
        confirm_every=settings.subscriptions.confirm_seconds,
        policies=parts.policies,
        ways_in=parts.ways_in,
        processing=parts.processing,
        reject=settings.denied_fields == "reject",
        most_errors=settings.errors.most,
        rollout=settings.overrides.rollout(parts.labels_for),
        **settings.caches.model_dump(),
    )


def _endpoint_rules(settings: GatewaySettings) -> EndpointRules:
    limits = settings.limits
    return EndpointRules(limits.body_bytes, limits.body_seconds, _cross_site(settings))


def _cross_site(settings: GatewaySettings) -> CrossSiteRules:
    cross_origin = settings.cross_origin
    trusted = {*cross_origin.origins} if cross_origin.credentials else set[str]()
    if settings.public_url:
        trusted.add(settings.public_url)
    return CrossSiteRules(frozenset(trusted))


def _files(settings: GatewaySettings, parts: AppParts, generations: Generations) -> ASGIApp:
    """The files of the subgraphs, wherever the supergraph of the moment says these are."""
    section = settings.files
    rules = FileRules(
        section.upload_bytes,
        section.download_bytes,
        Pace(section.silence_seconds, section.slowest_bytes_per_second),
        section.at_once,
        _cross_site(settings),
    )
    places = FilePlaces(parts.files, lambda: generations.current.schemas.supergraph.subgraphs)
    access = FileAccess(parts.authenticate, parts.headers_for, parts.processing)
    return FilesEndpoint(places, access, rules)


def _public(settings: GatewaySettings, parts: AppParts, generations: Generations) -> ASGIApp:
    """What is for everyone, likewise."""
    section = settings.public
    rules = PublicRules(section.paths, section.answer_bytes, section.at_once, settings.public_url)
    places = FilePlaces(parts.public, lambda: generations.current.schemas.supergraph.subgraphs)
    return PublicPaths(places, rules)


def _middleware(settings: GatewaySettings) -> list[Middleware]:
    https = (settings.public_url or "").startswith("https://")
    chain = [Middleware(AccessLog), Middleware(SecurityHeaders, https=https)]
    if settings.hosts is not None:
        chain.append(Middleware(AllowedHosts, hosts=settings.hosts))
    chain.append(Middleware(ClientAddress, proxies=settings.trusted_proxies))
    if settings.cross_origin.origins:
        chain.append(_cors(settings))
    return chain


def _cors(settings: GatewaySettings) -> Middleware:
    rules = settings.cross_origin
    return Middleware(
        CrossOrigin,
        allow_origins=rules.origins,
        allow_credentials=rules.credentials,
        allow_methods=("GET", "POST", "PUT") if settings.files.subgraphs else ("GET", "POST"),
        allow_headers=("authorization", "content-type", "dpop", *PREFLIGHT_HEADERS),
        expose_headers=("content-disposition", "dpop-nonce", "www-authenticate"),
        max_age=rules.max_age_seconds,
    )


def _lifespan(
    generations: Generations, parts: AppParts, follow: Follow | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def run(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001 - Starlette's shape
        async with AsyncExitStack() as stack:
            stack.push_async_callback(generations.close)
            for server in (*parts.files.values(), *parts.public.values()):
                stack.push_async_callback(server.close)
            for lifespan in parts.lifespans:
                await stack.enter_async_context(lifespan())
            # they end before the subgraphs of this process do
            stack.push_async_callback(generations.end_subscriptions)
            if follow is not None:
                await stack.enter_async_context(follow(generations))
            parts.readiness.begin()
            stack.callback(parts.readiness.end)
            yield

    return run

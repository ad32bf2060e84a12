"""explain-auth: which fields of an operation open for a login, which don't, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from secrets import token_bytes
from typing import Annotated, Any

import orjson
import typer

from auth.claims import principal_of
from auth.client import Client
from auth.errors import AuthError
from auth.issuers import TrustedIssuer
from auth.policy import Rights
from auth.principal import ANONIEM, Caller, Principal
from auth.profiles import PROFILES
from gateway.operation.document import Document, Rules
from gateway.operation.explanation import Explained, Reason, explain
from gateway.operation.incremental_directives import with_incremental_delivery
from gateway.operation.limits import OperationLimits
from gateway.operation.normalize import normalize
from gateway.operation.refusal import Refusal
from gateway.operation.requirements import Requirements
from gateway.operation.variables import coerce_variables
from gemeentegraaf.command_error import FAILED, CommandError
from gemeentegraaf.commands.serve import load_settings
from gemeentegraaf.operation_argument import json_object, operation_origin, operation_text
from gemeentegraaf.refused_operation import RefusedOperation
from gemeentegraaf.supergraph_source import load_supergraph, read_text
from schema.supergraph import Supergraph

_HOLDS, _LACKS = "+", "-"


class ExplainFormat(StrEnum):
    """How the explanation is written."""

    TEXT = "text"
    JSON = "json"


def explain_auth(
    query: Annotated[str, typer.Argument(help="The operation: its text, a file, or - for the input.")],
    supergraph: Annotated[str, typer.Option(metavar="FILE|URL", help="The composed supergraph.")],
    claims: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The claims of a login, as JSON; nobody without.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help=f"What the claims look like: {', '.join(PROFILES)}.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The gateway's settings, in place of a profile.")
    ] = None,
    middel: Annotated[
        str | None, typer.Option(help="Which login of the settings; else the one whose url is the `iss`.")
    ] = None,
    variables: Annotated[str, typer.Option(metavar="JSON", help="The operation's variables.")] = "{}",
    operation: Annotated[str | None, typer.Option(help="Which operation, when there are several.")] = None,
    format: Annotated[ExplainFormat, typer.Option(help="How to write it.")] = ExplainFormat.TEXT,  # noqa: A002
) -> None:
    """Tell for each field of an operation whether it opens for a login, and by what.

    The claims are taken as they stand, as if their signature had been checked. Identifiers in them are never
    printed. A field that asks for a policy stays closed here: policies are Python of the running gateway.
    """
    if profile is not None and profile not in PROFILES:
        raise CommandError(f"--profile: {profile} is none of {', '.join(PROFILES)}")
    graph = load_supergraph(supergraph)
    given = json_object("--claims", read_text(claims)) if claims else None
    caller = _caller(given, _issuer(given, profile, config, middel)) if given is not None else ANONIEM
    values = json_object("--variables", variables)
    text = operation_text(query)
    try:
        found = _explained(graph, text, operation, values, Rights.of(caller))
    except Refusal as refusal:
        raise RefusedOperation(refusal, text, operation_origin(query)).told() from refusal
    if format is ExplainFormat.JSON:
        print(orjson.dumps(_as_values(caller, found), option=orjson.OPT_INDENT_2).decode())
    else:
        print("\n".join(_lines(caller, found)))


def _issuer(
    claims: Mapping[str, Any], profile: str | None, config: Path | None, middel: str | None
) -> TrustedIssuer:
    if config is None:
        if profile is None:
            raise CommandError(f"--claims needs --config, or a --profile of {', '.join(PROFILES)}")
        client = Client("explain-auth", method="none")
        return TrustedIssuer(profile, "https://provider.example", client, PROFILES[profile].claims)
    login = load_settings(config).login
    issuers = login.trusted_issuers if login else ()
    fitting = (
        one for one in issuers if one.middel == middel or (not middel and one.url == claims.get("iss"))
    )
    issuer = next(fitting, None)
    if issuer is None:
        known = ", ".join(one.middel for one in issuers) or "none"
        raise CommandError(f"--middel: name one of the logins in the settings ({known})")
    return issuer


def _caller(claims: Mapping[str, Any], issuer: TrustedIssuer) -> Caller:
    """The key matters only to the pseudonym, which is not shown."""
    try:
        return principal_of(claims, issuer, token_bytes(32))
    except AuthError as error:
        raise CommandError(f"{error.code}: {error}", FAILED) from error


def _explained(
    graph: Supergraph, text: str, name: str | None, values: dict[str, Any], rights: Rights
) -> list[Explained]:
    """Raises Refusal."""
    public = with_incremental_delivery(graph.public)
    document = Document.read(text, Rules(public, OperationLimits(), True))
    operation = document.operation(name)
    variables = coerce_variables(public, operation, values)
    return explain(normalize(document.node, operation, variables, graph.full), Requirements(graph), rights)


def _lines(caller: Caller, found: list[Explained]) -> Iterator[str]:
    yield _who(caller)
    for one in found:
        state = "open  " if one.is_open else "closed"
        yield f"{state}  {one.coordinate}{'' if one.reasons else '  (public)'}"
        yield from (line for reason in one.reasons for line in _reason(reason))


def _reason(reason: Reason) -> Iterator[str]:
    """What opens it, in one line; or what would, an alternative a line."""
    mark = _HOLDS if reason.is_met else _LACKS
    kinds = (("scopes", reason.scopes), ("policy", reason.policies))
    if reason.is_met:
        met = [
            next(one for one in alternatives if not one.lacking) for _, alternatives in kinds if alternatives
        ]
        by = " and ".join(map(_shown, (name for one in met for name in one.names))) or "a login"
        yield f"          {mark} {reason.coordinate}: by {by}"
        return
    yield f"          {mark} {reason.coordinate}: asks" + " a login" * (
        reason.authenticated and not reason.scopes
    )
    for kind, alternatives in kinds:
        for one in alternatives:
            lacking = f", of which {' and '.join(map(_shown, one.lacking))} is lacking" if one.lacking else ""
            yield f"              {kind} {' and '.join(map(_shown, one.names))}{lacking}"


def _who(caller: Caller) -> str:
    if not isinstance(caller, Principal):
        return "for nobody in particular: no login"
    acting = " for another" if caller.mandaat else ""
    level, scopes = caller.niveau.name.lower(), ", ".join(sorted(caller.scopes)) or "none"
    return f"for a {caller.klantsoort} by {caller.middel}{acting}, level {level}; scopes: {scopes}"


def _shown(name: str) -> str:
    return name or "a scope without a name, which nobody has"


def _as_values(caller: Caller, found: list[Explained]) -> dict[str, Any]:
    who = (
        {
            "klantsoort": caller.klantsoort,
            "middel": caller.middel,
            "niveau": caller.niveau.name.lower(),
            "gemachtigd": caller.mandaat is not None,
            "scopes": sorted(caller.scopes),
        }
        if isinstance(caller, Principal)
        else None
    )
    fields = [{"open": one.is_open, **asdict(one)} for one in found]
    return {"caller": who, "fields": fields}

"""What every resolver gets: who is calling, and the subgraph's own readers for this one request."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from auth.errors import KeyMaterialError, StatementError
from auth.keys import load_key_set
from auth.principal import ANONIEM, Anoniem
from auth.propagation import Statement, Verifier
from subgraphs.service.errors import Unauthorized
from subgraphs.service.settings import ServiceSettings, SettingsError

Caller = Statement | Anoniem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context(Generic[T]):
    """The context of one request. `own` holds the subgraph's source and DataLoaders, made for this caller."""

    caller: Caller
    own: T

    def require_customer(self) -> Statement:
        """The customer this request is for; raises Unauthorized when nobody is logged in."""
        if isinstance(self.caller, Statement):
            return self.caller
        raise Unauthorized


def verifier_of(settings: ServiceSettings) -> Verifier | None:
    """Checks the statements meant for this subgraph; None when no keys are set, and then every caller is

    anonymous. Raises SettingsError for keys that cannot be used.
    """
    if settings.statement_keys is None:
        return None
    try:
        return Verifier(load_key_set(settings.statement_keys), audience=settings.name)
    except KeyMaterialError as exc:
        raise SettingsError(f"GEMEENTEGRAAF_IDENTITEITSSLEUTELS: {exc}") from exc


def caller_of(statement: str | None, verifier: Verifier | None) -> Caller:
    """Who a request comes from. Without a statement that holds: nobody, who sees the public fields alone."""
    if statement is None or verifier is None:
        return ANONIEM
    try:
        return verifier.verify(statement)
    except StatementError:
        return ANONIEM

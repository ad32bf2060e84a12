"""What every resolver gets: who is calling, and the subgraph's own readers for this one request."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from auth.errors import KeyMaterialError, StatementError
from auth.identification import Opener, load_identification_key
from auth.keys import load_key_set
from auth.principal import ANONIEM, Anoniem, Identiteit
from auth.propagation import Statement, Verifier
from subgraphs.service.errors import NumberUnknown, Unauthorized
from subgraphs.service.settings import ServiceSettings, SettingsError

Caller = Statement | Anoniem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context(Generic[T]):
    """The context of one request. `own` holds the subgraph's source and DataLoaders, made for this caller;
    `seconds` is how long the answer to a question may take, where the gateway said so.
    """

    caller: Caller
    own: T
    seconds: float | None = None

    def require_customer(self) -> Statement:
        """The customer this request is for; raises Unauthorized when nobody is logged in."""
        if isinstance(self.caller, Statement):
            return self.caller
        raise Unauthorized

    def require_number(self) -> Identiteit:
        """The customer with their BSN, KvK number or RSIN, to ask a register by.

        Raises Unauthorized when nobody is logged in, NumberUnknown for a customer known by a pseudonym alone,
        and where the gateway does not tell this subgraph numbers, or not of this kind.
        """
        found = self.require_customer().identificatie.subject
        if found is None:
            raise NumberUnknown
        return found


def verifier_of(settings: ServiceSettings) -> Verifier | None:
    """Checks the statements meant for this subgraph; None when no keys are set, and then every caller is

    anonymous. Raises SettingsError for keys that cannot be used.
    """
    if settings.statement_keys is None:
        return None
    try:
        keys = load_key_set(settings.statement_keys)
    except KeyMaterialError as exc:
        raise SettingsError(f"GEMEENTEGRAAF_IDENTITEITSSLEUTELS: {exc}") from exc
    return Verifier(keys, audience=settings.name, opener=_opener_of(settings))


def _opener_of(settings: ServiceSettings) -> Opener | None:
    if settings.identification_key is None:
        return None
    try:
        return Opener(load_identification_key(settings.identification_key))
    except KeyMaterialError as exc:
        raise SettingsError(f"GEMEENTEGRAAF_IDENTIFICATIESLEUTEL: {exc}") from exc


def caller_of(statement: str | None, verifier: Verifier | None) -> Caller:
    """Who a request comes from. Without a statement that holds: nobody, who sees the public fields alone."""
    if statement is None or verifier is None:
        return ANONIEM
    try:
        return verifier.verify(statement)
    except StatementError:
        return ANONIEM

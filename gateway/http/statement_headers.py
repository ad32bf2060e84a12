"""statement_headers: what each subgraph is told of the caller, as a header on every call to it."""

from collections.abc import Callable, Mapping

from auth.assurance import Niveau
from auth.principal import Caller, Principal
from auth.propagation import HEADER, Issuer


def statement_headers(issuer: Issuer) -> Callable[[Caller], Callable[[str], Mapping[str, str]]]:
    """For a caller, then for a subgraph by name: its identity statement. Of nobody nothing is stated."""

    def headers_for(caller: Caller) -> Callable[[str], Mapping[str, str]]:
        if not isinstance(caller, Principal) or caller.niveau is Niveau.GEEN:
            return lambda _: {}
        return lambda subgraph: {HEADER: issuer.statement(caller, subgraph)}

    return headers_for

"""A subgraph is told who asks, in a statement of its own; of nobody it is told nothing."""

from harness.guarded_graph import customer

from auth.assurance import Niveau
from auth.keys import generate_signing_key, public_key_set
from auth.principal import ANONIEM
from auth.propagation import HEADER, Issuer, Verifier
from gateway.http.statement_headers import statement_headers

KEY = generate_signing_key()
HEADERS_FOR = statement_headers(Issuer(KEY))


def test_each_subgraph_gets_a_statement_of_its_own() -> None:
    headers_for = HEADERS_FOR(customer())
    for subgraph in ("zaken", "formulieren"):
        statement = Verifier(public_key_set(KEY), subgraph).verify(headers_for(subgraph)[HEADER])
        assert statement.klant == customer().subject.id


def test_of_nobody_nothing_is_stated() -> None:
    assert HEADERS_FOR(ANONIEM)("zaken") == {}
    assert HEADERS_FOR(customer(niveau=Niveau.GEEN))("zaken") == {}

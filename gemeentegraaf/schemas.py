"""Schemas: from a supergraph's text to what a generation of the gateway serves."""

from graphql import GraphQLSchema, validate_schema

from gateway.generation import Schemas
from gemeentegraaf.public_contract import public_contract
from gemeentegraaf.supergraph_feed import digest
from schema.lean import forget_document
from schema.supergraph import Supergraph, SupergraphError

_MOST_PROBLEMS = 3


def read_schemas(text: str, openbaar: bool | None) -> Schemas:
    """`openbaar` is the setting of that name. Raises SupergraphError when it is no valid supergraph, and
    ContractError.
    """
    supergraph = Supergraph.parse(text)
    _check(supergraph.public)
    public = public_contract(text, openbaar)
    for served in filter(None, (supergraph, public)):
        forget_document(served.full)
        forget_document(served.public)
    return Schemas(supergraph, public, schemas_id(text))


def schemas_id(text: str) -> str:
    return digest(text)[:12]


def _check(schema: GraphQLSchema) -> None:
    """What nobody could ask anything of is not served; a reader of supergraphs takes them as valid."""
    parts = schema.to_kwargs()
    parts["assume_valid"] = False
    if problems := validate_schema(GraphQLSchema(**parts)):
        told = " ".join(problem.message for problem in problems[:_MOST_PROBLEMS])
        raise SupergraphError(f"the supergraph's schema is not valid: {told}")

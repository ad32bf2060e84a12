"""The public contract of whatever supergraph is served: what carries the tag `openbaar`."""

import logging

from gemeentegraaf.command_error import CommandError
from schema.contracts import carries_tag, contract
from schema.supergraph import Supergraph
from schema.tags import PUBLIC_TAG

logger = logging.getLogger(__name__)


class ContractError(CommandError):
    """The public contract was asked for, and cannot be made."""

    code = "INVALID_CONTRACT"


def public_contract(supergraph_sdl: str, wanted: bool | None) -> Supergraph | None:
    """None when there is nothing to serve. `wanted`: None leaves it to whether anything carries the tag.

    Raises ContractError when it is wanted and cannot be made. If nobody asked for it, that is only logged:
    the supergraph may use the word for something of its own.
    """
    if wanted is False or (wanted is None and not _is_tagged(supergraph_sdl)):
        return None
    made = contract(supergraph_sdl, frozenset({PUBLIC_TAG}))
    if made.sdl is not None:
        return Supergraph.parse(made.sdl)
    problems = [f"public contract: {error.code}: {error.message}" for error in made.errors]
    if wanted:
        raise ContractError("\n".join(problems))
    for problem in problems:
        logger.warning("%s", problem)
    return None


def _is_tagged(sdl: str) -> bool:
    """Most supergraphs do not even hold the word, and need not be read through to know."""
    return PUBLIC_TAG in sdl and carries_tag(sdl, PUBLIC_TAG)

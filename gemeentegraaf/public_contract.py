"""The public contract of whatever supergraph is served: what carries the tag `openbaar`."""

import logging

from gemeentegraaf.command_error import CommandError
from schema.contracts import carries_tag, contract
from schema.supergraph import Supergraph
from schema.tags import PUBLIC_TAG

logger = logging.getLogger(__name__)


def public_contract(supergraph_sdl: str, wanted: bool | None) -> Supergraph | None:
    """None when there is nothing to serve. `wanted`: None leaves it to whether anything carries the tag.

    Raises CommandError when it is wanted and cannot be made. If nobody asked for it, that is only logged: the
    supergraph may use the word for something of its own.
    """
    if wanted is False or (wanted is None and not carries_tag(supergraph_sdl, PUBLIC_TAG)):
        return None
    made = contract(supergraph_sdl, frozenset({PUBLIC_TAG}))
    if made.sdl is not None:
        return Supergraph.parse(made.sdl)
    problems = [f"public contract: {error.code}: {error.message}" for error in made.errors]
    if wanted:
        raise CommandError("\n".join(problems))
    for problem in problems:
        logger.warning("%s", problem)
    return None

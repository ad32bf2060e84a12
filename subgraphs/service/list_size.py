"""How long a list can become, for who counts what an operation may cost before it runs (@listSize).

@strawberry.field(directives=[OPENBAAR, BLADZIJDE], ...)          a connection with `first`
@strawberry.field(directives=[hoogstens(20)], ...)                a list without
"""

from strawberry import UNSET
from strawberry.federation.schema_directives import ListSize

from subgraphs.service.pagination import DEFAULT_FIRST

BLADZIJDE = ListSize(
    assumed_size=DEFAULT_FIRST,
    slicing_arguments=["first"],
    sized_fields=["edges"],
    require_one_slicing_argument=False,
)
"""On a field that gives a connection: as many edges as `first` says."""


def hoogstens(aantal: int) -> ListSize:
    """On a list that has no `first`: how many it holds when it is long."""
    return ListSize(
        assumed_size=aantal,
        slicing_arguments=UNSET,
        sized_fields=UNSET,
        require_one_slicing_argument=UNSET,
    )

"""What a field costs beside the objects that it gives, for who counts that before it runs (@cost).

The unit is one object of a list that is read as a whole. docs/limits.md has the rule, and what each field
weighs by it; tests hold the schemas to both.

@strawberry.field(directives=[OPENBAAR, aanroepen(2)], ...)               an object, or a page of them
@strawberry.field(directives=[hoogstens(5), aanroepen(1, over=5)], ...)   a list, of which each item weighs
"""

from strawberry.federation.schema_directives import Cost

AANROEP = 10
"""A call to a register, or a change to what is kept."""
BERICHT = 500
"""A message to a person: it costs money, and somebody's attention."""

REGISTRATIE = Cost(weight=20 * AANROEP)
"""On a mutation of which a zaak comes: as many calls, however much later, as registering one takes."""
ZOEKEN = Cost(weight=AANROEP)
"""On an argument by which words are looked for in all there is of one kind."""


def aanroepen(aantal: int, over: int = 1) -> Cost:
    """A field that takes so many calls of its own at most, however much it gives; `over` as many items as its
    list is said to have, each of which counts.
    """
    return Cost(weight=1 - (-AANROEP * aantal // over))

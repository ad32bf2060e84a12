"""The directives that say who may see a type or field: public by tag, or gated by scopes."""

from strawberry.federation.schema_directives import Authenticated, RequiresScopes, Shareable, Tag

from subgraphs.service.diensten import Dienst

OPENBAAR = Tag(name="openbaar")
INGELOGD = Authenticated()
DEELBAAR = Shareable()


def scopes(*alternatives: tuple[str, ...]) -> RequiresScopes:
    """Opens for a caller who holds all scopes of any one alternative."""
    return RequiresScopes(scopes=[list(alternative) for alternative in alternatives])


_BURGER = ("klantsoort:burger", "loa:midden")
_BEDRIJF = ("klantsoort:bedrijf", "loa:midden")
_INSTELLING = ("klantsoort:instelling", "loa:midden")
_GEMACHTIGDE = tuple((f"machtiging:{dienst}", "loa:midden") for dienst in Dienst)

BURGER = scopes(_BURGER)
BEDRIJF = scopes(_BEDRIJF)
INSTELLING = scopes(_INSTELLING)
ORGANISATIE = scopes(_BEDRIJF, _INSTELLING)
KLANT = scopes(_BURGER, _BEDRIJF, _INSTELLING)
"""For customers themselves: closed to whoever acts for them."""

BURGER_OF_GEMACHTIGDE = scopes(_BURGER, *_GEMACHTIGDE)
BEDRIJF_OF_GEMACHTIGDE = scopes(_BEDRIJF, *_GEMACHTIGDE)
INSTELLING_OF_GEMACHTIGDE = scopes(_INSTELLING, *_GEMACHTIGDE)
KLANT_OF_GEMACHTIGDE = scopes(_BURGER, _BEDRIJF, _INSTELLING, *_GEMACHTIGDE)
"""Also for who acts for a customer, whatever the dienst. What is of one dienst, the resolver chooses."""

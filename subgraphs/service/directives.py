"""The directives that say who may see a type or field: public by tag, or gated by scopes."""

from strawberry.federation.schema_directives import Authenticated, RequiresScopes, Shareable, Tag

OPENBAAR = Tag(name="openbaar")
INGELOGD = Authenticated()
DEELBAAR = Shareable()


def scopes(*alternatives: tuple[str, ...]) -> RequiresScopes:
    """Opens for a caller who holds all scopes of any one alternative."""
    return RequiresScopes(scopes=[list(alternative) for alternative in alternatives])


BURGER = scopes(("klantsoort:burger", "loa:midden"))
BEDRIJF = scopes(("klantsoort:bedrijf", "loa:midden"))
INSTELLING = scopes(("klantsoort:instelling", "loa:midden"))
ORGANISATIE = scopes(("klantsoort:bedrijf", "loa:midden"), ("klantsoort:instelling", "loa:midden"))
KLANT = scopes(
    ("klantsoort:burger", "loa:midden"),
    ("klantsoort:bedrijf", "loa:midden"),
    ("klantsoort:instelling", "loa:midden"),
)

"""What a customer does in their postbus: answer a taak, and mark a bericht as read."""

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
import strawberry
from strawberry.scalars import JSON

from subgraphs.service.cost import aanroepen
from subgraphs.service.errors import InvalidInput, NotFound
from subgraphs.service.text import is_plain
from subgraphs.zaken.postbus.taakproces import beantwoord
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Info
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.types_postbus import Bericht, TaakUitkomst


@strawberry.input(description="Het antwoord van de klant op een taak.")
class TaakBeantwoordenInput:
    taak: strawberry.ID = strawberry.field(description="De sleutel van de taak.")
    gegevens: JSON = strawberry.field(description="Alle antwoorden, als JSON-object.")
    idempotentiesleutel: str = strawberry.field(
        description=(
            "Een zelf gekozen, unieke sleutel, zoals een UUID. Wie het antwoord met dezelfde sleutel "
            "herhaalt, krijgt dezelfde uitkomst en er gebeurt niets dubbel."
        )
    )


@strawberry.type
class PostbusMutation:
    @strawberry.mutation(
        directives=[*PRIVE, aanroepen(3)],
        description=(
            "Beantwoord een open taak van de ingelogde klant. Daarna is er niets meer aan te veranderen."
        ),
    )
    async def taak_beantwoorden(
        self,
        info: Info,
        input: Annotated[TaakBeantwoordenInput, strawberry.argument(description="De invoer.")],  # noqa: A002
    ) -> TaakUitkomst | None:
        own, inzage = info.context.own, Inzage.van(info.context.require_customer())
        antwoord = (_object(input.gegevens), input.idempotentiesleutel)
        return TaakUitkomst.of(
            await beantwoord(own.postbus.taken, inzage, input.taak, antwoord, own.postbus.nu())
        )

    @strawberry.mutation(
        directives=[*PRIVE, aanroepen(3)],
        description="Meld dat de ingelogde klant een bericht heeft gelezen. Wie namens de klant handelt, "
        "meldt dat alleen voor zichzelf: voor de klant blijft het ongelezen.",
    )
    async def bericht_lezen(
        self,
        info: Info,
        bericht: Annotated[strawberry.ID, strawberry.argument(description="De sleutel van het bericht.")],
    ) -> Bericht | None:
        own, inzage = info.context.own, Inzage.van(info.context.require_customer())
        found = (
            await own.postbus.berichten.lees(inzage, bericht, own.postbus.nu()) if is_plain(bericht) else None
        )
        if found is None:
            raise NotFound("Dit bericht")
        return Bericht.of(found)


def _object(gegevens: Any) -> Mapping[str, Any]:
    """The answer as JSON holds it: what it cannot hold (huge numbers, broken text) raises InvalidInput."""
    try:
        parsed = orjson.loads(orjson.dumps(gegevens))
    except (orjson.JSONEncodeError, orjson.JSONDecodeError) as exc:
        raise InvalidInput("`gegevens` bevat iets dat niet in JSON past.", veld="gegevens") from exc
    if not isinstance(parsed, dict):
        raise InvalidInput("`gegevens` moet een JSON-object zijn.", veld="gegevens")
    return parsed

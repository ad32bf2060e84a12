"""The customer as a rol of a zaak names them: by the number that the register knows them by."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from auth.principal import Identifier, Identiteit
from subgraphs.service.bus.delivery import NotDelivered

NATUURLIJK, NIET_NATUURLIJK = "natuurlijk_persoon", "niet_natuurlijk_persoon"


class KvkVeld(StrEnum):
    """Where a register wants the KvK number of an organisation: the standard has no field for it."""

    KVK_NUMMER = "kvkNummer"
    INN_NNP_ID = "innNnpId"
    ANN_IDENTIFICATIE = "annIdentificatie"


def betrokkene(nummer: Identiteit | None, kvk: KvkVeld) -> Mapping[str, Any]:
    """`betrokkeneType` and `betrokkeneIdentificatie` of a rol.

    Raises NotDelivered for a customer without a number that registers know, which no repeat changes.
    """
    if nummer is None:
        raise NotDelivered("GEEN_NUMMER", permanent=True)
    match nummer.soort:
        case Identifier.BSN:
            return _van(NATUURLIJK, inpBsn=nummer.waarde)
        case Identifier.RSIN:
            return _van(NIET_NATUURLIJK, innNnpId=nummer.waarde)
        case Identifier.KVK:
            return _van(NIET_NATUURLIJK, **{kvk.value: nummer.waarde})
        case Identifier.VESTIGING:
            kvk_nummer, _, vestiging = nummer.waarde.partition("/")
            return _van(NIET_NATUURLIJK, **{kvk.value: kvk_nummer, "vestigingsNummer": vestiging})
    raise NotDelivered("GEEN_NUMMER", permanent=True)


def _van(soort: str, **identificatie: str) -> Mapping[str, Any]:
    return {"betrokkeneType": soort, "betrokkeneIdentificatie": identificatie}

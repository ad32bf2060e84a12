"""Strategie: by which fields of a rol a municipality knows its customers.

For people that is the BSN. For organisations the standard has no filter on KvK numbers, so that practice
differs: Open Zaak has fields of its own for them, the eSuite writes them where a RSIN belongs, and others
use the number for "another" organisation. Several strategies together find all that any of them does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from auth.principal import Identifier, Identiteit


class Strategie(StrEnum):
    """A way to find the rollen of a customer, by the name it has in the settings."""

    BSN = "bsn"
    """`natuurlijkPersoon.inpBsn`."""
    RSIN = "rsin"
    """`nietNatuurlijkPersoon.innNnpId`, where the standard wants the RSIN."""
    KVK = "kvk"
    """`nietNatuurlijkPersoon.kvkNummer`, an experimental field of Open Zaak."""
    KVK_ALS_NNP_ID = "kvk_als_nnp_id"
    """The KvK number in `nietNatuurlijkPersoon.innNnpId`."""
    KVK_ALS_ANN = "kvk_als_ann"
    """The KvK number in `nietNatuurlijkPersoon.annIdentificatie`."""
    VESTIGING = "vestiging"
    """`vestiging.vestigingsNummer` with `vestiging.kvkNummer`, which Open Zaak calls deprecated."""
    VESTIGING_ALLEEN = "vestiging_alleen"
    """`vestiging.vestigingsNummer` by itself, as in the standard."""
    NNP_VESTIGING = "nnp_vestiging"
    """`nietNatuurlijkPersoon.kvkNummer` with `.vestigingsNummer`, experimental fields of Open Zaak."""


@dataclass(frozen=True, slots=True)
class _Vorm:
    """Where a strategy looks: the number of the KvK and of the vestiging (or the only number) by field."""

    soort: Identifier
    type: str
    prefix: str
    velden: tuple[str, ...]


_NP, _NNP, _VEST = "natuurlijk_persoon", "niet_natuurlijk_persoon", "vestiging"
_VORMEN: Mapping[Strategie, _Vorm] = {
    Strategie.BSN: _Vorm(Identifier.BSN, _NP, "natuurlijkPersoon", ("inpBsn",)),
    Strategie.RSIN: _Vorm(Identifier.RSIN, _NNP, "nietNatuurlijkPersoon", ("innNnpId",)),
    Strategie.KVK: _Vorm(Identifier.KVK, _NNP, "nietNatuurlijkPersoon", ("kvkNummer",)),
    Strategie.KVK_ALS_NNP_ID: _Vorm(Identifier.KVK, _NNP, "nietNatuurlijkPersoon", ("innNnpId",)),
    Strategie.KVK_ALS_ANN: _Vorm(Identifier.KVK, _NNP, "nietNatuurlijkPersoon", ("annIdentificatie",)),
    Strategie.VESTIGING: _Vorm(Identifier.VESTIGING, _VEST, "vestiging", ("kvkNummer", "vestigingsNummer")),
    Strategie.VESTIGING_ALLEEN: _Vorm(Identifier.VESTIGING, _VEST, "vestiging", ("", "vestigingsNummer")),
    Strategie.NNP_VESTIGING: _Vorm(
        Identifier.VESTIGING, _NNP, "nietNatuurlijkPersoon", ("kvkNummer", "vestigingsNummer")
    ),
}
GEWOON = (Strategie.BSN, Strategie.RSIN, Strategie.KVK, Strategie.NNP_VESTIGING, Strategie.VESTIGING)
"""What fits Open Zaak as it comes."""


@dataclass(frozen=True, slots=True)
class Zoeksleutel:
    """One way to find one customer: what a search asks, and whether a rol is theirs."""

    type: str
    prefix: str
    waarden: tuple[tuple[str, str], ...] = field(repr=False)

    def criteria(self) -> Mapping[str, str]:
        """The keys of a search (`POST /zaken/_zoek`)."""
        start = f"rol__betrokkeneIdentificatie__{self.prefix}__"
        return {start + veld: waarde for veld, waarde in self.waarden}

    def is_van(self, rol: Mapping[str, Any]) -> bool:
        """Whether a rol is of this customer: a server may not have looked at all that it was asked."""
        who = rol.get("betrokkeneIdentificatie") or {}
        return rol.get("betrokkeneType") == self.type and all(
            who.get(veld) == waarde for veld, waarde in self.waarden
        )


def zoeksleutels(nummer: Identiteit, strategieen: Iterable[Strategie]) -> tuple[Zoeksleutel, ...]:
    """All ways in which this customer may be known; none for a kind of number that no strategy is about."""
    parts = tuple(nummer.waarde.split("/")) if nummer.soort is Identifier.VESTIGING else (nummer.waarde,)
    return tuple(
        Zoeksleutel(
            vorm.type,
            vorm.prefix,
            tuple((veld, part) for veld, part in zip(vorm.velden, parts, strict=True) if veld),
        )
        for vorm in (_VORMEN[each] for each in strategieen)
        if vorm.soort is nummer.soort
    )

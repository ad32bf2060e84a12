"""A zaakregistratie that speaks the ZGW APIs, as the bronnen file describes it."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie
from subgraphs.service.zaakregistratie.zgw.betrokkene import KvkVeld

Zaaktype = Annotated[str, StringConstraints(min_length=1, max_length=50)]


class Zgwsectie(Sectie):
    """Where zaken are registered, and how."""

    naam: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,26}$")]
    """The same as under `zaken.registers`: it stands in the ids of its zaken."""
    zaken: BaseUrl
    """Where `/zaken` is, such as `https://openzaak.voorbeeldstad.nl/zaken/api/v1`."""
    catalogi: BaseUrl
    documenten: BaseUrl
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    geheim: Geheim
    """What this application shares with the register: at least 32 bytes."""
    bronorganisatie: Annotated[str, StringConstraints(pattern=r"^\d{9}$")]
    """The RSIN of the municipality."""
    kvk: KvkVeld = KvkVeld.KVK_NUMMER
    """The field of a rol that has KvK numbers."""
    zaaktypen: Annotated[frozenset[Zaaktype], Field(default=frozenset())]
    """The identificaties of the zaaktypen that are registered here; none for all that go nowhere else."""


def _each_zaaktype_once(registraties: tuple[Zgwsectie, ...]) -> tuple[Zgwsectie, ...]:
    zaaktypen = [zaaktype for each in registraties for zaaktype in each.zaaktypen or ("",)]
    if len(set(zaaktypen)) < len(zaaktypen):
        raise ValueError("two have the same zaaktype, or both have all the rest")
    return registraties


Zaakregistraties = Annotated[tuple[Zgwsectie, ...], AfterValidator(_each_zaaktype_once)]
"""Several of them: each has its zaaktypen, one may have all the rest."""

"""The section `zaken` of the file of GEMEENTEGRAAF_BRONNEN: the registers, and what of them is shown."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie
from subgraphs.service.bus.policy import Policy
from subgraphs.service.diensten import Dienst
from subgraphs.service.scansectie import Scankeuze
from subgraphs.zaken.afhandelaar import SYSTEEM, Afhandelaar
from subgraphs.zaken.notificatiesectie import Notificatiesectie
from subgraphs.zaken.postbus.bronnen import Objectensectie, Openklantsectie
from subgraphs.zaken.zgw.strategie import GEWOON, Strategie
from subgraphs.zaken.zichtbaarheid import Rolsoort, Vertrouwelijkheid, Zichtbaarheid

Naam = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,26}$")]


class Aanleversectie(Sectie):
    """How documents that customers add to a zaak are registered."""

    bronorganisatie: Annotated[str, StringConstraints(pattern=r"^\d{9}$")]
    """The RSIN of the municipality."""
    informatieobjecttype: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    """The omschrijving of the type, which all zaaktypen must allow."""


class Zgwsectie(Sectie):
    """One zaakregistratie that speaks the ZGW APIs."""

    naam: Naam
    """In the ids of its zaken, so it can never change."""
    zaken: BaseUrl
    """Where `/zaken` is, such as `https://openzaak.voorbeeldstad.nl/zaken/api/v1`."""
    catalogi: BaseUrl
    documenten: BaseUrl | None = None
    """Without it no documents are shown."""
    besluiten: BaseUrl | None = None
    """Without it no besluiten are shown."""
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    geheim: Geheim
    """What this application shares with the register: at least 32 bytes."""
    expand: bool = True
    """Whether it takes `expand`: without it there are more calls, one for each zaak."""
    substatussen: bool = False
    """Whether it has `/substatussen`, which is experimental in Open Zaak."""
    identificatie: Annotated[tuple[Strategie, ...], Field(min_length=1)] = GEWOON
    """By which fields of a rol it knows customers; what any of these finds is shown."""
    diensten: Mapping[Dienst, tuple[str, ...]] = Field(default_factory=dict)
    """By dienst the identificaties of its zaaktypen: what a mandate for that dienst opens."""
    aanleveren: Aanleversectie | None = None
    """Without it customers cannot add documents to its zaken."""
    paginagrootte: Annotated[int, Field(ge=1, le=500)] | None = 500
    """How many it is asked for at a time; null where it knows no `pageSize`, as the standard has it."""
    seconden: Annotated[float, Field(gt=0, le=60)] = 5.0
    """How long one call may take, retries included."""


class Zaakbronnen(Sectie):
    registers: tuple[Zgwsectie, ...] = ()
    """The zaakregistraties; without one zaken are in our own database."""
    objecten: Objectensectie | None = None
    """Where taken and berichten are."""
    openklant: Openklantsectie | None = None
    """Where contactmomenten are."""
    afhandelaars: tuple[Afhandelaar, ...] = ()
    """Who handles zaken of our own database: they are told of new ones, by zaaktype."""
    systeem: Annotated[str, StringConstraints(pattern=r"^urn:nld:[A-Za-z0-9._%:-]{1,200}$")] = SYSTEEM
    """What this system is called in the events that handlers get (`source`), by the NL GOV profile a URN with
    the OIN of the municipality: `urn:nld:oin:00000001821002193000:systeem:gemeentegraaf-zaken`.
    """
    notificaties: Notificatiesectie | None = None
    """How the registers tell what happens to their zaken; without it nobody hears of that."""
    bus: Policy = Policy()
    """How the bus brings notifications to handlers."""
    virusscan: Scankeuze = None
    """What looks at the files of customers. Without it no files are taken; `geen` takes them unseen."""
    rollen: frozenset[Rolsoort] = Zichtbaarheid().rollen
    """In which rol a customer sees a zaak."""
    hoogste_vertrouwelijkheid: Vertrouwelijkheid = Zichtbaarheid().hoogste
    """How confidential a zaak may be to be shown; and a document, where the register has no
    `tonenAanInitiator`.
    """

    @model_validator(mode="after")
    def _met_eigen_namen(self) -> Self:
        if len({each.naam for each in self.registers}) < len(self.registers):
            raise ValueError("registers: two have the same naam")
        if len({each.naam for each in self.afhandelaars}) < len(self.afhandelaars):
            raise ValueError("afhandelaars: two have the same naam")
        return self

    def regels(self) -> Zichtbaarheid:
        return Zichtbaarheid(self.rollen, self.hoogste_vertrouwelijkheid)

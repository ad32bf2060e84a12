"""The section `persoonsgegevens` of the file of GEMEENTEGRAAF_BRONNEN: which sources, and in which order."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens.bronvolgorde import BUDGET, Volgorde
from subgraphs.persoonsgegevens.klant import Bron
from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie
from subgraphs.service.zaakregistratie.zgw.sectie import Zaakregistraties

Kop = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$")]
"""What can stand in a header."""


class Grondsectie(Sectie):
    doelbinding: Kop
    """The purpose as agreed with the RvIG."""
    verwerking: Kop
    """What the processing is called towards the BRP."""


class Brpsectie(Sectie):
    url: BaseUrl
    """Where `/personen` is."""
    sleutel: Geheim
    """The API key."""
    doelbinding: Kop
    """The purpose of questions for which `verwerkingen` names no other."""
    verwerkingen: Mapping[str, Grondsectie] = Field(default_factory=dict)
    """By the name of a verwerkingsactiviteit of the schema (`@verwerking`), such as
    `inzage-eigen-gegevens`.
    """
    volgen_url: BaseUrl | None = None
    """Where the feed of changes is (`/wijzigingen`, `/volgindicaties`); without it the synchroniser reads
    everyone again after `verversen_dagen`.
    """
    verversen_dagen: Annotated[int, Field(ge=1, le=365)] = 30
    gebruiker: Kop = "BurgerZelf"
    oin: Annotated[str, StringConstraints(pattern=r"^\d{20}$")] | None = None


class Kvksectie(Sectie):
    url: BaseUrl
    """Where `/v1/basisprofielen` is."""
    sleutel: Geheim
    """The API key."""
    bewaren_seconden: Annotated[float, Field(ge=0, le=86400)] = 3600
    """How long an answer is used again: each question is paid for."""


class Notifysectie(Sectie):
    url: BaseUrl
    """Where `/v2/notifications` is."""
    dienst: Kop
    """The id of the service (the first half of an API key)."""
    geheim: Geheim
    """The secret of the service (the other half)."""
    sjabloon_email: Kop
    """The id of a template with `((onderwerp))` and `((tekst))`."""
    sjabloon_sms: Kop
    """The id of a template with `((tekst))`."""


class Zakensectie(Sectie):
    url: BaseUrl
    """Where the zaken service is."""
    geheim: Geheim
    """The secret with which aanvragen are handed over (GEMEENTEGRAAF_REGISTRATIEGEHEIM)."""


class Persoonsbronnen(Sectie):
    brp: Brpsectie | None = None
    kvk: Kvksectie | None = None
    notify: Notifysectie | None = None
    """Who sends messages to customers; without it they go to a letterbox in the database."""
    zaken: Zakensectie | None = None
    """The zaken service, where changes that a customer may only ask for become a zaak."""
    registratie: Zaakregistraties = ()
    """The registers where they do, as with `formulieren`. Without either they cannot be asked for."""
    alleen_met_code: bool = False
    """Whether an e-mail address or telephone number is only taken when it was confirmed by a code."""
    volgorde: Mapping[Klantsoort, Annotated[tuple[Bron, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    """Per kind of customer the sources, the preferred one first. Left out: the register, then the
    magazijn.
    """
    budget_seconden: Annotated[float, Field(gt=0, le=30)] = BUDGET
    """How long all registers together may take for one customer."""
    gemeentecode: Annotated[str, StringConstraints(pattern=r"^\d{4}$")] | None = None
    """Our own (CBS). With it, of who is registered elsewhere a register is asked before the magazijn."""

    @model_validator(mode="after")
    def _met_bekende_bronnen(self) -> Self:
        for soort, bronnen in self.volgorde.items():
            if len(set(bronnen)) < len(bronnen):
                raise ValueError(f"volgorde.{soort} names a source twice")
            for bron in bronnen:
                if bron is not Bron.MAGAZIJN and bron not in _REGISTERS[soort]:
                    raise ValueError(f"volgorde.{soort}: {bron} does not know such customers")
                if bron is not Bron.MAGAZIJN and getattr(self, bron) is None:
                    raise ValueError(f"volgorde.{soort} names {bron}, of which nothing is said")
        return self

    def als_volgorde(self) -> Volgorde:
        """The order for every kind of customer."""
        orders = {soort: self.volgorde.get(soort) or self._gewoon(soort) for soort in Klantsoort}
        return Volgorde(orders, self.budget_seconden, self.gemeentecode)

    def _gewoon(self, soort: Klantsoort) -> tuple[Bron, ...]:
        there = tuple(bron for bron in _REGISTERS[soort] if getattr(self, bron) is not None)
        return (*there, Bron.MAGAZIJN)


_REGISTERS: Mapping[Klantsoort, tuple[Bron, ...]] = {
    Klantsoort.BURGER: (Bron.BRP,),
    Klantsoort.BEDRIJF: (Bron.KVK,),
    Klantsoort.INSTELLING: (Bron.KVK,),
}

"""Which real systems stand behind this subgraph: the section `formulieren` of the bronnen file.

formulieren:
  bus: {attempts: 50}
  registratie: [{naam: open-zaak, zaken: ..., zaaktypen: [bezwaar]}] # service/zaakregistratie/zgw/sectie.py has it all
  virusscan: {clamd: {host: clamav.intern}}      # or: virusscan: geen
  bewaartermijnen: {concept_dagen: 60}
"""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from subgraphs.formulieren.bewaartermijn import Bewaartermijnen
from subgraphs.formulieren.open_forms.sectie import OpenFormsSectie
from subgraphs.service.bronnen import Sectie
from subgraphs.service.bus.policy import Policy
from subgraphs.service.scansectie import Scankeuze, scanner_van
from subgraphs.service.virusscan import Virusscan
from subgraphs.service.zaakregistratie.zgw.sectie import Zgwsectie

Dagen = Annotated[int, Field(ge=1, le=3650)]


class Bewaartermijnsectie(Sectie):
    concept_dagen: Dagen = 60
    """After how many days a draft that nobody touched is forgotten."""
    geregistreerd_dagen: Dagen = 30
    """How many days data and bijlagen stay here once the zaak has them."""

    @property
    def termijnen(self) -> Bewaartermijnen:
        return Bewaartermijnen(timedelta(days=self.concept_dagen), timedelta(days=self.geregistreerd_dagen))


class Formulierbronnen(Sectie):
    """Without it: the embedded catalogue, and the zaken service as the place where aanvragen become zaken."""

    bus: Policy = Policy()
    """How the bus brings aanvragen to where they are registered."""
    registratie: tuple[Zgwsectie, ...] = ()
    """The zaakregistraties beside the zaken service: each has its zaaktypen, one may have all the rest."""
    virusscan: Scankeuze = None
    """What looks at the files of customers. Without it no files are taken; `geen` takes them unseen."""
    bewaartermijnen: Bewaartermijnsectie = Bewaartermijnsectie()
    open_forms: OpenFormsSectie | None = None
    """The form engine whose forms are the catalogue, in place of the embedded one."""

    @model_validator(mode="after")
    def _each_zaaktype_once(self) -> Self:
        zaaktypen = [zaaktype for each in self.registratie for zaaktype in each.zaaktypen or ("",)]
        if len(set(zaaktypen)) < len(zaaktypen):
            raise ValueError("registratie: two have the same zaaktype, or both have all the rest")
        return self

    def scanner(self) -> Virusscan | None:
        """None when nobody chose."""
        return scanner_van(self.virusscan)

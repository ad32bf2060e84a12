"""Which real systems stand behind this subgraph: the section `formulieren` of the bronnen file.

formulieren:
  bus: {attempts: 50}
  registratie: [{naam: open-zaak, zaken: ..., zaaktypen: [bezwaar]}]    # see Zgwsectie
  virusscan: {clamd: {host: clamav.intern}}      # or: virusscan: geen
  bewaartermijnen: {concept_dagen: 60}
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from subgraphs.formulieren.bewaartermijn import Bewaartermijnen
from subgraphs.formulieren.open_forms.sectie import OpenFormsSectie
from subgraphs.service.bronnen import Sectie
from subgraphs.service.bus.policy import Policy
from subgraphs.service.scansectie import Scankeuze, scanner_van
from subgraphs.service.virusscan import Virusscan
from subgraphs.service.zaakregistratie.zgw.sectie import Zaakregistraties

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
    registratie: Zaakregistraties = ()
    """The registers beside the zaken service where aanvragen become zaken."""
    virusscan: Scankeuze = None
    """What looks at the files of customers. Without it no files are taken; `geen` takes them unseen."""
    bewaartermijnen: Bewaartermijnsectie = Bewaartermijnsectie()
    open_forms: OpenFormsSectie | None = None
    """The form engine whose forms are the catalogue, in place of the embedded one."""

    def scanner(self) -> Virusscan | None:
        """None when nobody chose."""
        return scanner_van(self.virusscan)

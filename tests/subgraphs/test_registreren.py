"""An aanvraag goes to the zaakregistratie of its zaaktype, and that it does is written down."""

from __future__ import annotations

import pytest
from harness.memory_progress import MemoryProgress
from harness.processing import MemoryLog
from harness.registraties import opdracht

from auth.principal import ANONIEM
from auth.processing_log import Pseudonymizer, Status
from subgraphs.service.bus.delivery import NotDelivered, Progress
from subgraphs.service.processing import Proceedings, ProcessingRules, proceed
from subgraphs.service.verwerking import AANVRAGEN
from subgraphs.service.zaakregistratie.bestand import GeenBestanden, IngediendeBestanden
from subgraphs.service.zaakregistratie.intrekking import Afloop, Intrekking
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zaakregistratie.registreren import Registreren
from subgraphs.service.zaakregistratie.zaakregistratie import Zaakregistratie

LOG = Pseudonymizer(b"sleutel-van-het-verwerkingenlog!")


class Kast:
    """A zaakregistratie that takes what it is given, or is away."""

    def __init__(self, _bestanden: IngediendeBestanden, *, away: bool) -> None:
        self._away = away

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        if self._away:
            raise NotDelivered("ONBEREIKBAAR")
        return f"zaak van {opdracht.aanvraag_id}"

    async def trek_in(self, intrekking: Intrekking, progress: Progress) -> Afloop:
        if self._away:
            raise NotDelivered("ONBEREIKBAAR")
        return Afloop.INGETROKKEN


def registratie(log: MemoryLog, *, away: bool = False) -> Zaakregistratie:
    """That of a service which writes down what it does of its own accord."""
    proceed(Proceedings(ProcessingRules(log, LOG, "formulieren"), ANONIEM))
    registreren = Registreren((), lambda bestanden: Kast(bestanden, away=away))
    return registreren.registratie(GeenBestanden())


async def test_that_an_aanvraag_is_handed_over_is_a_line_about_the_customer() -> None:
    log, given = MemoryLog(), opdracht()
    assert await registratie(log).registreer(given, MemoryProgress())
    [line] = log.lines
    assert (line.name, line.activity) == ("Wijzigen: zaakregistratie", AANVRAGEN.activiteit)
    assert line.subject == LOG.id_of(given.klant_id)
    assert (line.service, line.status, line.parent) == ("gemeentegraaf-formulieren", Status.UNSET, None)


async def test_that_it_could_not_be_handed_over_is_one_too() -> None:
    log = MemoryLog()
    with pytest.raises(NotDelivered):
        await registratie(log, away=True).registreer(opdracht(), MemoryProgress())
    assert [line.status for line in log.lines] == [Status.ERROR]


async def test_what_cannot_be_written_down_is_handed_over_later() -> None:
    log = MemoryLog(broken=True)
    with pytest.raises(NotDelivered, match="VERWERKINGENLOG"):
        await registratie(log).registreer(opdracht(), MemoryProgress())

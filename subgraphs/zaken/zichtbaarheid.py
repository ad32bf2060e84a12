"""Zichtbaarheid: which zaken a customer sees, and what of them. All rules stand here, and nowhere else.

    zaak        the customer asked for it, its zaaktype is external, its registration is complete, and it is
                not more confidential than the municipality shows; under a mandate: of one of its diensten
    document    final, and meant for who asked for the zaak
    besluit     sent or published, today or before
    substatus   not meant for officials alone
    rol         of whom the role is, never who that is; but a department is named

The levels of vertrouwelijkheid say who inside the municipality may see something, and nothing of those whom
it concerns (VNG-Realisatie/gemma-zaken, issue 2546): a beschikking is not public, and yet for its addressee.
So a document is never shown for its level alone, and where the register says whether the initiator may see
it (`tonenAanInitiator`, Documenten API 1.6) that decides.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rolsoort(StrEnum):
    """What somebody is in a zaak (`omschrijvingGeneriek` of a rol, Zaken API)."""

    ADVISEUR = "adviseur"
    BEHANDELAAR = "behandelaar"
    BELANGHEBBENDE = "belanghebbende"
    BESLISSER = "beslisser"
    INITIATOR = "initiator"
    KLANTCONTACTER = "klantcontacter"
    ZAAKCOORDINATOR = "zaakcoordinator"
    MEDE_INITIATOR = "mede_initiator"


class Vertrouwelijkheid(StrEnum):
    """How confidential something is, the least so first (`vertrouwelijkheidaanduiding`)."""

    OPENBAAR = "openbaar"
    BEPERKT_OPENBAAR = "beperkt_openbaar"
    INTERN = "intern"
    ZAAKVERTROUWELIJK = "zaakvertrouwelijk"
    VERTROUWELIJK = "vertrouwelijk"
    CONFIDENTIEEL = "confidentieel"
    GEHEIM = "geheim"
    ZEER_GEHEIM = "zeer_geheim"

    def tot_en_met(self) -> frozenset["Vertrouwelijkheid"]:
        """This level and all that are less confidential."""
        levels = list(Vertrouwelijkheid)
        return frozenset(levels[: levels.index(self) + 1])


class Betrokkene(StrEnum):
    """Of whom a rol is, from where the customer stands."""

    KLANT = "klant"
    ANDERE_KLANT = "andere_klant"
    AFDELING = "afdeling"
    MEDEWERKER = "medewerker"


GEMACHTIGDE = "gemachtigde"
"""The `indicatieMachtiging` of a rol that somebody has for another: it makes the zaak nobody's own."""
VRIJGEGEVEN = frozenset({"definitief", "gearchiveerd"})
"""The statuses in which a document may be shown at all (Documenten API)."""
INTERN = "intern"
"""The `doelgroep` of a substatus that is for officials alone."""


@dataclass(frozen=True, slots=True)
class Zaakfeiten:
    """What the rules want to know of a zaak. `rollen` are the customer's own, `dienst` is of its zaaktype."""

    rollen: frozenset[Rolsoort]
    extern: bool
    heeft_status: bool
    vertrouwelijkheid: Vertrouwelijkheid | None = None
    dienst: str | None = None


@dataclass(frozen=True, slots=True)
class Zichtbaarheid:
    """The rules, with what a municipality may choose of them: whose zaken, and how confidential at most."""

    rollen: frozenset[Rolsoort] = frozenset({Rolsoort.INITIATOR, Rolsoort.MEDE_INITIATOR})
    hoogste: Vertrouwelijkheid = Vertrouwelijkheid.ZAAKVERTROUWELIJK

    def zaak(self, feiten: Zaakfeiten, diensten: frozenset[str] | None) -> bool:
        """Whether a zaak is shown; `diensten` are those of a mandate, None for the customer in person."""
        return (
            bool(feiten.rollen & self.rollen)
            and feiten.extern
            and feiten.heeft_status
            and (feiten.vertrouwelijkheid is None or feiten.vertrouwelijkheid in self.hoogste.tot_en_met())
            and (diensten is None or feiten.dienst in diensten)
        )

    def document(
        self, status: str, tonen_aan_initiator: bool | None, vertrouwelijkheid: Vertrouwelijkheid | None
    ) -> bool:
        """Whether a document is shown. A register that does not know `tonenAanInitiator` gives None."""
        if status not in VRIJGEGEVEN:
            return False
        if tonen_aan_initiator is not None:
            return tonen_aan_initiator
        return vertrouwelijkheid in self.hoogste.tot_en_met()


def besluit_zichtbaar(verzenddatum: date | None, publicatiedatum: date | None, op: date) -> bool:
    """Whether a besluit is shown on a day: an addressee hears of it by its letter first."""
    return any(datum is not None and datum <= op for datum in (verzenddatum, publicatiedatum))


def substatus_zichtbaar(doelgroep: str) -> bool:
    return doelgroep != INTERN


def naam_van(wie: Betrokkene, naam: str | None) -> str | None:
    """The name that is shown with a rol: of a department alone, for those of people are theirs."""
    return naam if wie is Betrokkene.AFDELING else None

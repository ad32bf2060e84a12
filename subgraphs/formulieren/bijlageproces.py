"""What a customer does with the bijlagen of a draft: make place for one, and take one away.

The file itself comes by another way (`ontvangst`): its place has an id, and that is where it is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Aanvraag
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.toegang import Toegang
from subgraphs.formulieren.uitkomst import Uitkomst, geweigerd
from subgraphs.formulieren.validatie import Fout, Foutcode
from subgraphs.formulieren.zichtbaarheid import gevraagde_bijlagen
from subgraphs.service.text import is_plain

LANGSTE_NAAM = 200
LANGSTE_SLEUTEL = 128


@dataclass(frozen=True, slots=True)
class NieuweBijlage:
    """What a customer announces: `soort` is one of the form's, `sleutel` makes a repeat harmless."""

    soort: str
    bestandsnaam: str = field(repr=False)
    sleutel: str


class Bijlageproces:
    """The acts of a customer. Both are safe to repeat."""

    def __init__(self, toegang: Toegang, clock: Callable[[], datetime]) -> None:
        self._toegang = toegang
        self._clock = clock

    async def voeg_toe(self, klant: Statement, aanvraag_id: str, nieuw: NieuweBijlage) -> Uitkomst:
        """A place for a file. With a key that was used before for this aanvraag, the place of then. Raises
        NotFound.
        """

        async def act(huidig: Aanvraag) -> Uitkomst | None:
            bijlage = self._bijlage(huidig, nieuw)
            aanwezig = (await self._toegang.bijlagen.bijlagen([huidig.id]))[huidig.id]
            if eerder := next((one for one in aanwezig if one.id == bijlage.id), None):
                return Uitkomst(huidig, gelukt=True, bijlage=eerder)
            huidig.moet_concept_zijn()
            formulier = await self._toegang.formulier(huidig.formulier_id)
            soort = next(
                (one for one in gevraagde_bijlagen(formulier, huidig.gegevens) if one.naam == nieuw.soort),
                None,
            )
            if soort is None:
                return geweigerd(huidig, _ONBEKEND)
            if sum(one.soort == soort.naam for one in aanwezig) >= soort.hoogstens:
                return geweigerd(huidig, _te_veel(soort.hoogstens))
            if fout := _naamfout(nieuw):
                return geweigerd(huidig, fout)
            if not await self._toegang.bijlagen.voeg_toe(huidig, bijlage):
                return None
            gewijzigd = replace(huidig, versie=huidig.versie + 1, gewijzigd_op=bijlage.toegevoegd_op)
            return Uitkomst(gewijzigd, gelukt=True, bijlage=bijlage)

        return await self._toegang.doe(klant, aanvraag_id, act)

    async def verwijder(self, klant: Statement, aanvraag_id: str, bijlage_id: str) -> Uitkomst:
        """Take a bijlage away; it may be gone already. Raises NotFound."""

        async def act(huidig: Aanvraag) -> Uitkomst | None:
            huidig.moet_concept_zijn()
            aanwezig = (await self._toegang.bijlagen.bijlagen([huidig.id]))[huidig.id]
            if all(one.id != bijlage_id for one in aanwezig):
                return Uitkomst(huidig, gelukt=True)
            nu = self._clock()
            if not await self._toegang.bijlagen.verwijder(huidig, bijlage_id, nu):
                return None
            return Uitkomst(replace(huidig, versie=huidig.versie + 1, gewijzigd_op=nu), gelukt=True)

        return await self._toegang.doe(klant, aanvraag_id, act)

    def _bijlage(self, aanvraag: Aanvraag, nieuw: NieuweBijlage) -> Bijlage:
        """The id comes from the key, so that a repeat finds what was made before."""
        made_of = f"{aanvraag.id}\n{nieuw.sleutel}".encode("utf-8", "surrogatepass")
        naam = nieuw.bestandsnaam.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].strip()
        return Bijlage(sha256(made_of).hexdigest()[:40], aanvraag.id, nieuw.soort, naam, self._clock())


_ONBEKEND = Fout(
    Foutcode.BIJLAGE_ONBEKEND,
    "Dit formulier vraagt deze bijlage niet, of niet bij deze antwoorden.",
    "/soort",
)


def _te_veel(hoogstens: int) -> Fout:
    melding = (
        f"Van deze soort {'kan er één bijlage' if hoogstens == 1 else f'kunnen er {hoogstens} bijlagen'} mee."
    )
    return Fout(Foutcode.BIJLAGE_TE_VEEL, melding, "/soort")


def _naamfout(nieuw: NieuweBijlage) -> Fout | None:
    naam = nieuw.bestandsnaam
    if not naam.strip() or len(naam) > LANGSTE_NAAM or not is_plain(naam) or any(map(_is_control, naam)):
        melding = f"Een bestandsnaam heeft 1 tot en met {LANGSTE_NAAM} gewone tekens."
        return Fout(Foutcode.ONGELDIGE_WAARDE, melding, "/bestandsnaam")
    if not 0 < len(nieuw.sleutel) <= LANGSTE_SLEUTEL:
        melding = f"Een idempotentiesleutel heeft 1 tot en met {LANGSTE_SLEUTEL} tekens."
        return Fout(Foutcode.ONGELDIGE_SLEUTEL, melding, "/idempotentiesleutel")
    return None


def _is_control(char: str) -> bool:
    return ord(char) < 32 or ord(char) == 127

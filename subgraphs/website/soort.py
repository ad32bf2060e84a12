"""The kinds of content on the website: how each is ordered, searched, filtered and written down.

Every source has the same five. What a source needs to know of an item beyond the item itself is its
Kenmerken, made in one place, so that a database and a CMS find the same.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from subgraphs.service.folding import fold
from subgraphs.website.bouwproject import Bouwproject
from subgraphs.website.evenement import Evenement
from subgraphs.website.geometrie import Rechthoek, rechthoek_om
from subgraphs.website.locatie import Locatie
from subgraphs.website.nieuwsbericht import Nieuwsbericht
from subgraphs.website.product import Product

Inhoud = Product | Nieuwsbericht | Evenement | Bouwproject | Locatie

T = TypeVar("T", bound=Inhoud)


@dataclass(frozen=True, slots=True)
class Kenmerken:
    """What an item is found by. `volgorde` sorts it within its kind; `tekst` is folded; `perioden` are

    pairs of moments in UTC.
    """

    id: str
    volgorde: str
    tekst: str
    categorieen: frozenset[str] = frozenset()
    perioden: tuple[tuple[datetime, datetime], ...] = ()
    gebied: Rechthoek | None = None

    def sleutels(self, vanaf: datetime | None = None, tot: datetime | None = None) -> tuple[str, str]:
        """The sort keys: unique within the kind. What has periods is in the order of the first that lasts

        beyond `vanaf` and begins before `tot`: an agenda begins with what comes next.
        """
        begin = [van for van, einde in self.perioden if duurt(van, einde, vanaf, tot)]
        return volgorde_van(min(begin)) if begin else self.volgorde, self.id


@dataclass(frozen=True, slots=True)
class Soort(Generic[T]):
    """One kind. `aflopend` puts the greatest `volgorde` first."""

    naam: str
    klasse: type[T]
    inhoud: TypeAdapter[T]
    kenmerken: Callable[[T], Kenmerken]
    aflopend: bool = False

    @property
    def velden(self) -> frozenset[str]:
        """The names in its documents."""
        return frozenset(each.name for each in fields(self.klasse))

    def lees(self, document: Mapping[str, Any]) -> T:
        """The item that `document` (JSON) describes. Raises ValueError for anything else."""
        item = self.inhoud.validate_python(document)
        self.kenmerken(item)
        return item

    def schrijf(self, item: T) -> dict[str, Any]:
        """The JSON document that `lees` reads."""
        document: dict[str, Any] = self.inhoud.dump_python(item, mode="json")
        return document


def duurt(begin: datetime, einde: datetime, vanaf: datetime | None, tot: datetime | None) -> bool:
    """Whether a period lasts beyond `vanaf` and begins before `tot`."""
    return (vanaf is None or einde > vanaf) and (tot is None or begin < tot)


def volgorde_van(moment: datetime) -> str:
    """A moment as text that sorts as moments do."""
    return _utc(moment).isoformat(timespec="microseconds")


LANGSTE_VOLGORDE = 200


def _titel(titel: str) -> str:
    """Titles that are alike so far are in the order of their ids."""
    return fold(titel)[:LANGSTE_VOLGORDE]


def _tekst(delen: Iterable[str | None]) -> str:
    return fold(" ".join(filter(None, delen)))


def _van_product(item: Product) -> Kenmerken:
    naam = item.upn.naam if item.upn else None
    return Kenmerken(
        item.id,
        _titel(item.titel),
        _tekst((item.titel, item.samenvatting, item.beschrijving, naam, *item.trefwoorden)),
        frozenset(item.doelgroepen),
    )


def _van_nieuwsbericht(item: Nieuwsbericht) -> Kenmerken:
    return Kenmerken(
        item.id,
        volgorde_van(item.gepubliceerd_op),
        _tekst((item.titel, item.samenvatting, item.inhoud, item.rubriek)),
        frozenset({fold(item.rubriek)}),
    )


def _van_evenement(item: Evenement) -> Kenmerken:
    perioden = tuple((_utc(each.begin), _utc(each.einde)) for each in item.perioden)
    return Kenmerken(
        item.id,
        volgorde_van(min(perioden)[0]),
        _tekst((item.titel, item.samenvatting, item.beschrijving, item.soort, item.plaats.naam)),
        frozenset({fold(item.soort)}),
        perioden,
    )


def _van_bouwproject(item: Bouwproject) -> Kenmerken:
    return Kenmerken(
        item.id,
        _titel(item.titel),
        _tekst((item.titel, item.samenvatting, item.beschrijving, item.wijk, item.opdrachtgever)),
        frozenset({item.fase}),
        gebied=rechthoek_om(item.geometrie),
    )


def _van_locatie(item: Locatie) -> Kenmerken:
    adres = f"{item.adres.straat} {item.adres.huisnummer} {item.adres.plaats}"
    tekst = _tekst((item.naam, item.soort, adres, item.toelichting))
    return Kenmerken(item.id, _titel(item.naam), tekst, frozenset({fold(item.soort)}))


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment.astimezone(UTC)


PRODUCTEN = Soort("product", Product, TypeAdapter(Product), _van_product)
NIEUWS = Soort("nieuwsbericht", Nieuwsbericht, TypeAdapter(Nieuwsbericht), _van_nieuwsbericht, aflopend=True)
EVENEMENTEN = Soort("evenement", Evenement, TypeAdapter(Evenement), _van_evenement)
BOUWPROJECTEN = Soort("bouwproject", Bouwproject, TypeAdapter(Bouwproject), _van_bouwproject)
LOCATIES = Soort("locatie", Locatie, TypeAdapter(Locatie), _van_locatie)

SOORTEN: tuple[Soort[Any], ...] = (PRODUCTEN, NIEUWS, EVENEMENTEN, BOUWPROJECTEN, LOCATIES)
SOORT_VAN: Mapping[str, Soort[Any]] = {soort.naam: soort for soort in SOORTEN}

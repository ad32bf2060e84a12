"""The Zaken API: zaken and what belongs to them, as fields, filters and what is derived."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from standins.zgw import completion, regels
from standins.zgw.field import (
    Field,
    Wrong,
    anything,
    choice,
    day,
    flag,
    group,
    many,
    moment,
    nullable,
    reference,
    rsin,
    text,
    url,
)
from standins.zgw.kind import (
    Filter,
    Kind,
    Test,
    compared,
    contains,
    equal,
    is_null,
    none_of,
    one_of,
)
from standins.zgw.register import Item, Register
from standins.zgw.rollen import FILTERS as ROL_FILTERS
from standins.zgw.rollen import ROLLEN, of_zaak

API = "zaken"
NIVEAUS = (
    "openbaar",
    "beperkt_openbaar",
    "intern",
    "zaakvertrouwelijk",
    "vertrouwelijk",
    "confidentieel",
    "geheim",
    "zeer_geheim",
)
"""The levels of `vertrouwelijkheidaanduiding`, the most open first."""
BETALINGSINDICATIES = {
    "nvt": "Er is geen sprake van te betalen, met de zaak gemoeide, kosten.",
    "nog_niet": "De met de zaak gemoeide kosten zijn (nog) niet betaald.",
    "gedeeltelijk": "De met de zaak gemoeide kosten zijn gedeeltelijk betaald.",
    "geheel": "De met de zaak gemoeide kosten zijn geheel betaald.",
}
ALLE = frozenset({"create", "update", "partial_update", "destroy"})


def level(value: str) -> int:
    """The place of a level among the others, 0 the most open. Raises Wrong."""
    if value not in NIVEAUS:
        raise Wrong("invalid_choice", "Selecteer een geldige keuze.")
    return NIVEAUS.index(value)


def _no_more_secret(value: str) -> Test:
    most = level(value)
    return lambda _register, zaak: level(zaak["vertrouwelijkheidaanduiding"]) <= most


def _related(kind: str, field: str) -> Filter:
    """The thing of this kind that belongs to the zaak has this reference."""

    def read(value: str) -> Test:
        if kind == "statussen":
            return lambda register, zaak: (last_status(register, zaak["url"]) or {}).get(field) == value
        return lambda register, zaak: any(
            each[field] == value for each in register.referring(kind, "zaak", zaak["url"])
        )

    return read


def _kenmerk(name: str) -> Filter:
    def read(value: str) -> Test:
        wanted = (
            dict(zip(("bron", "kenmerk"), value.split(":", 1), strict=False)) if name == "" else {name: value}
        )
        return lambda _register, zaak: any(wanted.items() <= each.items() for each in zaak["kenmerken"])

    return read


def last_status(register: Register, zaak: str) -> Item | None:
    """The status of a zaak: the one that was set last."""
    statussen = register.referring("statussen", "zaak", zaak)
    return max(statussen, key=lambda each: each["datumStatusGezet"], default=None)


def _urls(register: Register, kind: str, field: str, url: str) -> list[str]:
    return [item["url"] for item in register.referring(kind, field, url)]


def _zaak(register: Register, zaak: Item) -> Mapping[str, Any]:
    here = zaak["url"]
    status = last_status(register, here)
    return {
        "betalingsindicatieWeergave": BETALINGSINDICATIES.get(zaak["betalingsindicatie"], ""),
        "deelzaken": _urls(register, "zaken", "hoofdzaak", here),
        "eigenschappen": _urls(register, "zaakeigenschappen", "zaak", here),
        "rollen": _urls(register, "rollen", "zaak", here),
        "status": None if status is None else status["url"],
        "zaakinformatieobjecten": _urls(register, "zaakinformatieobjecten", "zaak", here),
        "zaakobjecten": _urls(register, "zaakobjecten", "zaak", here),
        "resultaat": next(iter(_urls(register, "resultaten", "zaak", here)), None),
    }


def _status(register: Register, status: Item) -> Mapping[str, Any]:
    return {
        "indicatieLaatstGezetteStatus": last_status(register, status["zaak"]) is status,
        "zaakinformatieobjecten": _urls(register, "zaakinformatieobjecten", "status", status["url"]),
    }


def _deeper(name: str) -> set[str]:
    """What may be expanded of a zaak within a zaak."""
    inner = (
        "resultaat", "resultaat.resultaattype", "rollen", "rollen.roltype", "status", "status.statustype",
        "zaakinformatieobjecten", "zaakobjecten", "zaaktype",
    )  # fmt: skip
    return {name, *(f"{name}.{each}" for each in inner)}


EXPANDS = frozenset(
    {each.removeprefix("zaak.") for each in _deeper("zaak")} - {"zaak"}
    | {"eigenschappen", "eigenschappen.eigenschap"}
    | _deeper("deelzaken")
    | _deeper("hoofdzaak")
)
_DAYS = ("startdatum", "einddatum", "einddatumGepland", "uiterlijkeEinddatumAfdoening", "registratiedatum")
_UNKNOWN = frozenset(
    f"{name}{suffix}"
    for name in ("einddatum", "einddatumGepland", "uiterlijkeEinddatumAfdoening", "registratiedatum")
    for suffix in ("__gte", "__lte")
)
"""Comparisons that Open Zaak does not have."""

ZAKEN = Kind(
    API,
    "zaken",
    {
        "identificatie": Field(text(40), ""),
        "bronorganisatie": Field(rsin),
        "omschrijving": Field(text(80), ""),
        "toelichting": Field(text(1000), ""),
        "zaaktype": Field(reference("zaaktypen")),
        "registratiedatum": Field(day, ""),
        "verantwoordelijkeOrganisatie": Field(rsin),
        "startdatum": Field(day),
        "einddatumGepland": Field(nullable(day), None),
        "uiterlijkeEinddatumAfdoening": Field(nullable(day), None),
        "publicatiedatum": Field(nullable(day), None),
        "laatstGeopend": Field(nullable(moment), None),
        "communicatiekanaal": Field(url, ""),
        "communicatiekanaalNaam": Field(text(250), ""),
        "productenOfDiensten": Field(many(url), []),
        "vertrouwelijkheidaanduiding": Field(choice(*NIVEAUS, blank=True), ""),
        "betalingsindicatie": Field(choice(*BETALINGSINDICATIES, blank=True), ""),
        "laatsteBetaaldatum": Field(nullable(moment), None),
        "zaakgeometrie": Field(nullable(anything), None),
        "verlenging": Field(nullable(group({"reden": Field(text(200)), "duur": Field(text())})), None),
        "opschorting": Field(
            nullable(
                group(
                    {
                        "indicatie": Field(flag),
                        "eerdereOpschorting": Field(flag, False),
                        "reden": Field(text(200)),
                    }
                )
            ),
            None,
        ),
        "selectielijstklasse": Field(url, ""),
        "hoofdzaak": Field(nullable(reference("zaken")), None),
        "relevanteAndereZaken": Field(
            many(
                group(
                    {
                        "url": Field(url),
                        "aardRelatie": Field(choice("vervolg", "onderwerp", "bijdrage", "overig")),
                        "overigeRelatie": Field(text(100), ""),
                        "toelichting": Field(text(255), ""),
                    }
                )
            ),
            [],
        ),
        "gerelateerdeZaken": Field(many(group({"url": Field(reference("zaken"))})), []),
        "kenmerken": Field(many(group({"kenmerk": Field(text(40)), "bron": Field(text(40))})), []),
        "archiefnominatie": Field(nullable(choice("blijvend_bewaren", "vernietigen", blank=True)), None),
        "archiefstatus": Field(
            choice(
                "nog_te_archiveren", "gearchiveerd", "gearchiveerd_procestermijn_onbekend", "overgedragen"
            ),
            "nog_te_archiveren",
        ),
        "archiefactiedatum": Field(nullable(day), None),
        "opdrachtgevendeOrganisatie": Field(text(9), ""),
        "processobjectaard": Field(text(200), ""),
        "startdatumBewaartermijn": Field(nullable(day), None),
        "processobject": Field(nullable(anything), None),
    },
    _zaak,
    {
        "identificatie": equal("identificatie"),
        "identificatie__icontains": contains("identificatie"),
        "omschrijving": contains("omschrijving"),
        "bronorganisatie": equal("bronorganisatie"),
        "bronorganisatie__in": one_of("bronorganisatie"),
        "zaaktype": equal("zaaktype"),
        "zaaktype__omschrijving": lambda value: (
            lambda register, zaak: (
                value.lower() in (register.get(zaak["zaaktype"]) or {})["omschrijving"].lower()
            )
        ),
        "archiefnominatie": equal("archiefnominatie"),
        "archiefnominatie__in": one_of("archiefnominatie"),
        "archiefstatus": equal("archiefstatus"),
        "archiefstatus__in": one_of("archiefstatus"),
        "archiefactiedatum": equal("archiefactiedatum"),
        "archiefactiedatum__lt": compared("archiefactiedatum", date.fromisoformat)["archiefactiedatum__lt"],
        "archiefactiedatum__gt": compared("archiefactiedatum", date.fromisoformat)["archiefactiedatum__gt"],
        "archiefactiedatum__isnull": is_null("archiefactiedatum"),
        **{
            name: read
            for each in _DAYS
            for name, read in compared(each, date.fromisoformat).items()
            if name not in _UNKNOWN
        },
        "einddatum__isnull": is_null("einddatum"),
        "maximaleVertrouwelijkheidaanduiding": _no_more_secret,
        "status__statustype": _related("statussen", "statustype"),
        "resultaat__resultaattype": _related("resultaten", "resultaattype"),
        "kenmerk": _kenmerk(""),
        "kenmerk__bron": _kenmerk("bron"),
        **{f"rol__{name}": of_zaak(read) for name, read in ROL_FILTERS.items()},
    },
    searches={
        "uuid__in": one_of("uuid"),
        "zaaktype__in": one_of("zaaktype"),
        "zaaktype__not_in": none_of("zaaktype"),
    },
    orderings=frozenset(
        {
            "startdatum",
            "einddatum",
            "publicatiedatum",
            "archiefactiedatum",
            "registratiedatum",
            "identificatie",
        }
    ),
    expands=EXPANDS,
    writes=ALLE,
    geo=True,
    complete=completion.zaak,
    rule=regels.zaak,
    after=regels.after_zaak,
)
STATUSSEN = Kind(
    API,
    "statussen",
    {
        "zaak": Field(reference("zaken")),
        "statustype": Field(reference("statustypen")),
        "datumStatusGezet": Field(moment),
        "statustoelichting": Field(text(1000), ""),
        "gezetdoor": Field(nullable(reference("rollen")), None),
    },
    _status,
    {
        "zaak": equal("zaak"),
        "statustype": equal("statustype"),
        "indicatieLaatstGezetteStatus": lambda value: (
            lambda register, status: (
                str(_status(register, status)["indicatieLaatstGezetteStatus"]).lower() == value.lower()
            )
        ),
    },
    writes=frozenset({"create"}),
    rule=regels.status,
    after=regels.after_status,
)
SUBSTATUSSEN = Kind(
    API,
    "substatussen",
    {
        "zaak": Field(reference("zaken")),
        "status": Field(nullable(reference("statussen")), None),
        "omschrijving": Field(text(200, 1)),
        "tijdstip": Field(moment, ""),
        "doelgroep": Field(choice("betrokkenen", "intern", blank=True), ""),
    },
    filters={"zaak": equal("zaak"), "status": equal("status"), "doelgroep": equal("doelgroep")},
    writes=frozenset({"create"}),
    complete=completion.substatus,
    rule=regels.part,
    after=regels.after_part,
)
RESULTATEN = Kind(
    API,
    "resultaten",
    {
        "zaak": Field(reference("zaken")),
        "resultaattype": Field(reference("resultaattypen")),
        "toelichting": Field(text(1000), ""),
    },
    filters={"zaak": equal("zaak"), "resultaattype": equal("resultaattype")},
    writes=ALLE,
    rule=regels.resultaat,
    after=regels.after_part,
)
ZAAKINFORMATIEOBJECTEN = Kind(
    API,
    "zaakinformatieobjecten",
    {
        "zaak": Field(reference("zaken")),
        "informatieobject": Field(reference("enkelvoudiginformatieobjecten")),
        "titel": Field(text(200), ""),
        "beschrijving": Field(text(), ""),
        "vernietigingsdatum": Field(nullable(moment), None),
        "status": Field(nullable(reference("statussen")), None),
    },
    lambda _register, _item: {"aardRelatieWeergave": "Hoort bij, omgekeerd: kent"},
    {"zaak": equal("zaak"), "informatieobject": equal("informatieobject")},
    writes=ALLE,
    complete=completion.registered,
    rule=regels.informatieobject,
    after=regels.after_part,
    paged=False,
)
ZAAKOBJECTEN = Kind(
    API,
    "zaakobjecten",
    {
        "zaak": Field(reference("zaken")),
        "object": Field(url, ""),
        "zaakobjecttype": Field(url, ""),
        "objectType": Field(text(100, 1)),
        "objectTypeOverige": Field(text(100), ""),
        "objectTypeOverigeDefinitie": Field(nullable(anything), None),
        "relatieomschrijving": Field(text(80), ""),
        "objectIdentificatie": Field(nullable(anything), None),
    },
    filters={"zaak": equal("zaak"), "object": equal("object"), "objectType": equal("objectType")},
    writes=ALLE,
    rule=regels.part,
    after=regels.after_part,
)
ZAAKEIGENSCHAPPEN = Kind(
    API,
    "zaakeigenschappen",
    {
        "zaak": Field(reference("zaken")),
        "eigenschap": Field(reference("eigenschappen")),
        "waarde": Field(text(shortest=1)),
    },
    lambda register, item: {"naam": (register.get(item["eigenschap"]) or {}).get("naam", "")},
    writes=ALLE,
    rule=regels.eigenschap,
    after=regels.after_part,
    under="zaak",
    paged=False,
)
KINDS = (
    ZAKEN, ROLLEN, STATUSSEN, SUBSTATUSSEN, RESULTATEN, ZAAKINFORMATIEOBJECTEN, ZAAKOBJECTEN,
    ZAAKEIGENSCHAPPEN,
)  # fmt: skip

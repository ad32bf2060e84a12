"""Zaken in a stand-in of the ZGW APIs, one fact at a time: the same facts as ZakenRows puts in tables.

The ids it gives are those that the connector has for them.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from harness.zaken_rows import START
from harness.zgw_scenario import RSIN, Zgw
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from standins.zgw.standin import make_standin
from subgraphs.zaken.zgw.kenmerk import Kenmerk

NAAM = "open-zaak"
NUMMERS = {"klant-eigen": "999990019", "klant-ander": "999990020"}
"""By which the stand-in knows customers."""
ROLLEN = ("initiator", "mede_initiator", "belanghebbende", "adviseur", "behandelaar")
STAPPEN = ("Ontvangen", "Beoordelen", "Klaar")


@dataclass(frozen=True)
class Asked:
    """A request to the stand-in."""

    address: str
    claims: Mapping[str, Any]

    @classmethod
    def of(cls, scope: Scope) -> Asked:
        headers = dict(scope["headers"])
        payload = headers[b"authorization"].split(b".")[1]
        claims = json.loads(urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)))
        return cls(f"{scope['method']} {scope['path']}?{scope['query_string'].decode()}", claims)


class ZgwRows:
    """An ASGI application: the stand-in with what was added so far. See ZakenRows for the methods.

    `asked` has what came in, with all that stood in the address, and what the tokens claimed.
    """

    def __init__(self, naam: str = NAAM) -> None:
        self.scenario = Zgw()
        self.asked: list[Asked] = []
        self.nummers = dict(NUMMERS)
        self._naam = naam
        self._numbers = count(1)
        self._zaaktypen: dict[str, str] = {}
        self._app: Starlette | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await Starlette()(scope, receive, send)
            return
        self.asked.append(Asked.of(scope))
        self._app = self._app or make_standin(self.scenario.given)
        await self._app(scope, receive, send)

    async def zaaktype(self, identificatie: str = "melding", **values: Any) -> str:
        dienst = values.get("dienst")
        einde = values.get("einde_geldigheid")
        url = self._add(
            "catalogi",
            "zaaktypen",
            identificatie=f"{identificatie}-{dienst}" if dienst else identificatie,
            omschrijving=values.get("omschrijving", identificatie.title()),
            doel="Iets oplossen",
            aanleiding="Een melding",
            doorlooptijd="P8W",
            servicenorm="P2W",
            trefwoorden=["iets"],
            indicatieInternOfExtern="extern" if values.get("extern", True) else "intern",
            beginGeldigheid=values.get("begin_geldigheid", date(2020, 1, 1)).isoformat(),
            eindeGeldigheid=einde and einde.isoformat(),
            catalogus=self.scenario.catalogus,
        )
        for volgnummer, omschrijving in enumerate(STAPPEN, start=1):
            self._add(
                "catalogi",
                "statustypen",
                zaaktype=url,
                omschrijving=omschrijving,
                volgnummer=volgnummer,
                statustekst=f"Uitleg bij {omschrijving}",
            )
        for rol in ROLLEN:
            self._add(
                "catalogi", "roltypen", zaaktype=url, omschrijving=rol.title(), omschrijvingGeneriek=rol
            )
        return self._id(url)

    async def zaak(
        self, zaaktype_id: str, klant_id: str, rol: str = "initiator", statussen: int = 1, **values: Any
    ) -> str:
        zaaktype = self._url("catalogi", "zaaktypen", zaaktype_id)
        found = {
            "identificatie": f"ZAAK-2026-{next(self._numbers):07}",
            "omschrijving": "Losse tegel",
            "bronorganisatie": RSIN,
            "verantwoordelijkeOrganisatie": RSIN,
            "zaaktype": zaaktype,
            "registratiedatum": START.isoformat(),
            "startdatum": START.isoformat(),
            "uiterlijkeEinddatumAfdoening": (START + timedelta(weeks=8)).isoformat(),
            "vertrouwelijkheidaanduiding": values.get("vertrouwelijkheid", "openbaar"),
            **self._given(values),
        }
        url = self._add("zaken", "zaken", **found)
        zaak_id = self._id(url)
        self._zaaktypen[zaak_id] = zaaktype_id
        await self.rol(zaak_id, klant_id, rol, indicatie_machtiging=values.get("indicatie_machtiging"))
        for volgnummer in range(1, statussen + 1):
            gezet = f"2026-03-{1 + volgnummer:02}T09:00:00Z"
            statustype = self._of_type("statustypen", zaaktype, volgnummer - 1)
            self._add("zaken", "statussen", zaak=url, statustype=statustype, datumStatusGezet=gezet)
        if resultaattype := values.get("resultaattype_id"):
            self._add("zaken", "resultaten", zaak=url, resultaattype=resultaattype)
        return zaak_id

    def _given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a test says of a zaak, in the words of the API."""
        same = {name: values[name] for name in ("identificatie", "omschrijving") if name in values}
        days = {"einddatum": "einddatum", "archiefactiedatum": "archiefactiedatum"}
        dated = {there: values[here].isoformat() for here, there in days.items() if values.get(here)}
        archive = {name: values[name] for name in ("archiefnominatie", "archiefstatus") if name in values}
        found: dict[str, Any] = {**same, **dated, **archive}
        if hoofdzaak := values.get("hoofdzaak_id"):
            found["hoofdzaak"] = self._url("zaken", "zaken", hoofdzaak)
        if duur := values.get("verlenging_duur"):
            found["verlenging"] = {"reden": values["verlenging_reden"], "duur": duur}
        if reden := values.get("opschorting_reden"):
            found["opschorting"] = {"indicatie": True, "reden": reden}
        return found

    async def rol(self, zaak_id: str, klant_id: str, rol: str, **values: Any) -> None:
        self._rol(
            zaak_id,
            rol,
            betrokkeneType="natuurlijk_persoon",
            betrokkeneIdentificatie={"inpBsn": self.nummers[klant_id], "geslachtsnaam": "Geheim"},
            indicatieMachtiging=values.get("indicatie_machtiging") or "",
        )

    def initiator(self, zaak_id: str, kind: str, who: Mapping[str, str]) -> None:
        """Who asked for it, beside whom `zaak` named, by a kind of betrokkene and its identification."""
        self._rol(zaak_id, "initiator", betrokkeneType=kind, betrokkeneIdentificatie=dict(who))

    async def behandelrol(self, zaak_id: str, betrokkene: str, naam: str, rol: str = "behandelaar") -> str:
        kinds: dict[str, tuple[str, dict[str, str]]] = {
            "medewerker": ("medewerker", {"identificatie": "m1", "achternaam": naam}),
            "afdeling": ("organisatorische_eenheid", {"identificatie": "a1", "naam": naam}),
        }
        kind, who = kinds[betrokkene]
        return self._rol(zaak_id, rol, betrokkeneType=kind, betrokkeneIdentificatie=who)

    async def substatus(self, zaak_id: str, volgnummer: int, omschrijving: str, doelgroep: str) -> str:
        zaak = self._url("zaken", "zaken", zaak_id)
        statussen = [each for each in self._all("zaken", "statussen") if each["zaak"] == zaak]
        url = self._path("zaken", "statussen", statussen[volgnummer - 1]["uuid"])
        return self._add(
            "zaken",
            "substatussen",
            zaak=zaak,
            status=url,
            omschrijving=omschrijving,
            tijdstip=f"2026-03-{1 + volgnummer:02}T10:{next(self._numbers):02}:00Z",
            doelgroep=doelgroep,
        )

    async def resultaattype(self, zaaktype_id: str, omschrijving: str) -> str:
        zaaktype = self._url("catalogi", "zaaktypen", zaaktype_id)
        toelichting = f"Uitleg: {omschrijving}"
        return self._add(
            "catalogi",
            "resultaattypen",
            zaaktype=zaaktype,
            omschrijving=omschrijving,
            toelichting=toelichting,
        )

    async def document(self, zaak_id: str, titel: str, **values: Any) -> str:
        """Without `tonenAanInitiator`, as in Open Zaak: what is kept inside is too confidential."""
        inhoud = values.get("inhoud", b"x")
        shown = values.get("tonen_aan_initiator", True)
        document = self._add(
            "documenten",
            "enkelvoudiginformatieobjecten",
            bronorganisatie=RSIN,
            creatiedatum=values.get("creatiedatum", START).isoformat(),
            titel=titel,
            auteur="Gemeente",
            taal="nld",
            formaat="application/pdf",
            bestandsnaam="brief.pdf",
            status=values.get("status", "definitief"),
            vertrouwelijkheidaanduiding="zaakvertrouwelijk" if shown else "vertrouwelijk",
            inhoud=b64encode(inhoud).decode(),
            informatieobjecttype=self._once("informatieobjecttypen", "Brief"),
        )
        zaak = self._url("zaken", "zaken", zaak_id)
        self._add("zaken", "zaakinformatieobjecten", zaak=zaak, informatieobject=document)
        self._add(
            "documenten",
            "objectinformatieobjecten",
            object=zaak,
            objectType="zaak",
            informatieobject=document,
        )
        parsed = Kenmerk.parse(zaak_id)
        assert parsed is not None
        return str(Kenmerk(self._naam, parsed.uuid, document.rpartition("/")[2]))

    def allow(self, omschrijving: str) -> None:
        """Zaken of all types may have documents of this one. From here on what is written stays."""
        soort = self._once("informatieobjecttypen", omschrijving)
        for number, each in enumerate(self._all("catalogi", "zaaktypen"), start=1):
            self._add(
                "catalogi",
                "zaaktype-informatieobjecttypen",
                zaaktype=self._path("catalogi", "zaaktypen", each["uuid"]),
                informatieobjecttype=soort,
                volgnummer=number,
                richting="inkomend",
            )

    async def besluit(
        self, zaak_id: str, besluittype: str, documenten: Sequence[str] = (), **values: Any
    ) -> str:
        """A besluit, laid down in these documents."""
        dagen = {"verzenddatum": START, "publicatiedatum": None, "uiterlijke_reactiedatum": None, **values}
        names = {"uiterlijke_reactiedatum": "uiterlijkeReactiedatum"}
        besluit = self._add(
            "besluiten",
            "besluiten",
            zaak=self._url("zaken", "zaken", zaak_id),
            verantwoordelijkeOrganisatie=RSIN,
            besluittype=self._once("besluittypen", besluittype),
            datum=START.isoformat(),
            ingangsdatum=START.isoformat(),
            toelichting="Zie de brief",
            **{names.get(name, name): day and day.isoformat() for name, day in dagen.items()},
        )
        for document in documenten:
            uuid = document.rpartition("~")[2]
            url = self._path("documenten", "enkelvoudiginformatieobjecten", uuid)
            self._add("besluiten", "besluitinformatieobjecten", besluit=besluit, informatieobject=url)
        return besluit

    def _rol(self, zaak_id: str, rol: str, **values: Any) -> str:
        zaaktype = self._url("catalogi", "zaaktypen", self._zaaktypen[zaak_id])
        roltype = self._of_type("roltypen", zaaktype, ROLLEN.index(rol))
        zaak = self._url("zaken", "zaken", zaak_id)
        return self._add("zaken", "rollen", zaak=zaak, roltype=roltype, roltoelichting="", **values)

    def _once(self, kind: str, omschrijving: str) -> str:
        """A type of the catalogue by its name, made when it is not there."""
        for each in self._all("catalogi", kind):
            if each["omschrijving"] == omschrijving:
                return self._path("catalogi", kind, each["uuid"])
        extra: dict[str, Any] = {"publicatieIndicatie": False} if kind == "besluittypen" else {}
        return self._add(
            "catalogi",
            kind,
            omschrijving=omschrijving,
            catalogus=self.scenario.catalogus,
            beginGeldigheid="2020-01-01",
            **extra,
        )

    def _of_type(self, kind: str, zaaktype: str, number: int) -> str:
        found = [each for each in self._all("catalogi", kind) if each["zaaktype"] == zaaktype]
        return self._path("catalogi", kind, found[number]["uuid"])

    def _add(self, api: str, kind: str, **fields: Any) -> str:
        self._app = None  # the stand-in is made anew, with this as well
        return self.scenario.add(api, kind, **fields)

    def _all(self, api: str, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.scenario.given.get(api, {}).get(kind, [])
        return found

    def _id(self, url: str) -> str:
        return str(Kenmerk(self._naam, url.rpartition("/")[2]))

    def _url(self, api: str, kind: str, kenmerk: str) -> str:
        parsed = Kenmerk.parse(kenmerk)
        assert parsed is not None
        return self._path(api, kind, parsed.uuid)

    @staticmethod
    def _path(api: str, kind: str, uuid: str) -> str:
        return f"/{api}/api/v1/{kind}/{uuid}"

"""ZgwDocumenten: the documents of visible zaken in one register, and their content as it streams."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import chain

from subgraphs.service.bereik import Bereik
from subgraphs.service.bereik import Deel as Deelbereik
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.postbus.bijlage import Bijlage
from subgraphs.zaken.source import Gelezen, Inzage
from subgraphs.zaken.zaak import Bestand, Document
from subgraphs.zaken.zgw import vertaling
from subgraphs.zaken.zgw.kenmerk import Kenmerk, uuid_of
from subgraphs.zaken.zgw.lezing import elk, per_zaak
from subgraphs.zaken.zgw.register import ZgwRegister
from subgraphs.zaken.zgw.verbinding import Api, Json, ZgwVerbinding, samen
from subgraphs.zaken.zgw.zoeker import CHUNK, Deel, deel_van
from subgraphs.zaken.zichtbaarheid import Zichtbaarheid

ONBEKEND = "Document"
"""What a document is called whose type the catalogue does not have (any more)."""


class ZgwDocumenten:
    """The documents of `register`. Every method raises RegisterUnavailable."""

    def __init__(self, register: ZgwRegister, verbinding: ZgwVerbinding, regels: Zichtbaarheid) -> None:
        self._register = register
        self._verbinding = verbinding
        self._regels = regels

    async def van(self, wie: Inzage, ids: Sequence[Kenmerk]) -> Gelezen[Sequence[Document]]:
        """The released documents of visible zaken, newest first."""
        if not self._verbinding.kent(Api.DOCUMENTEN):
            return {}
        zaken = await self._register.zoeker.bij_id(wie, ids, Deel.DOCUMENTEN)
        with vertaling.leesbaar(self._register.naam):
            urls = {
                key: [str(each.get("informatieobject")) for each in deel_van(zaak, Deel.DOCUMENTEN) or ()]
                for key, zaak in zaken.items()
            }
        gegevens = await self._released(wie, chain.from_iterable(urls.values()))
        soorten = await self._register.catalogus.van(
            str(each.get("informatieobjecttype")) for each in gegevens.values()
        )

        def lees(key: str, own: Sequence[str]) -> Sequence[Document]:
            zaak = Kenmerk.parse(key)
            assert zaak is not None  # the keys are those of `ids`
            read = elk(
                self._register.naam,
                "documenten",
                (gegevens[url] for url in own if url in gegevens),
                lambda each: vertaling.document(zaak, each, _naam(soorten, each)),
            )
            return _newest_first(read.waarden)

        return per_zaak(self._register.naam, {str(each): urls.get(str(each), []) for each in ids}, lees)

    @asynccontextmanager
    async def bestand(
        self, wie: Inzage, document: Kenmerk, bereik: Bereik | None = None
    ) -> AsyncIterator[Bestand | None]:
        """The content of a document that `van` would show for its zaak, if that is visible; else None.

        A register that gives no parts gives the whole, which is as well. Raises Onbereikbaar.
        """
        found = await self._zichtbaar(wie, document)
        if found is None or not found.heeft_inhoud:
            yield None
            return
        async with self._inhoud(wie, (str(document.deel), found), bereik) as bestand:
            yield bestand

    def heeft(self, url: str) -> bool:
        """Whether a document at this address would be in the Documenten API of the settings."""
        return self._verbinding.ligt_in(Api.DOCUMENTEN, url)

    async def los(self, wie: Inzage, urls: Sequence[str]) -> Gelezen[Bijlage]:
        """By address the documents that are released, of whichever zaak or of none: whose they are, who asks
        must know.
        """
        return per_zaak(
            self._register.naam, await self._released(wie, urls), lambda _, each: vertaling.bijlage(each)
        )

    @asynccontextmanager
    async def los_bestand(
        self, wie: Inzage, url: str, bereik: Bereik | None = None
    ) -> AsyncIterator[Bestand | None]:
        """The content of a document that `los` would give; None without one. Raises Onbereikbaar."""
        found = (await self.los(wie, [url])).get(url)
        if isinstance(found, RegisterUnavailable):
            raise found
        if found is None or not found.heeft_inhoud:
            yield None
            return
        async with self._inhoud(wie, (found.id, found), bereik) as bestand:
            yield bestand

    @asynccontextmanager
    async def _inhoud(
        self, wie: Inzage, wat: tuple[str, Document | Bijlage], bereik: Bereik | None
    ) -> AsyncIterator[Bestand | None]:
        """The content of a document by its uuid; what is known of it goes along."""
        uuid, found = wat
        deel = bereik.van(found.omvang, None) if bereik else None
        path = f"/enkelvoudiginformatieobjecten/{uuid}/download"
        async with self._verbinding.download(wie, path, deel) as stream:
            begint = deel is not None and stream is not None and _is_deel(stream.headers, deel)
            vanaf = deel.begin if deel and begint else 0
            yield None if stream is None else Bestand(found, found.omvang, stream.chunks, vanaf)

    async def _zichtbaar(self, wie: Inzage, document: Kenmerk) -> Document | None:
        zaak = Kenmerk(document.bron, document.uuid)
        if document.deel is None:
            return None
        visible = (await self._register.zaken(wie, [zaak])).get(str(zaak))
        if isinstance(visible, RegisterUnavailable):
            raise visible
        if visible is None:
            return None
        shown = (await self.van(wie, [zaak])).get(str(zaak), ())
        if isinstance(shown, RegisterUnavailable):
            raise shown
        return next((each for each in shown if each.id == str(document)), None)

    async def _released(self, wie: Inzage, urls: Iterable[str]) -> Mapping[str, Json]:
        """Of the documents at these addresses the ones that may be shown.

        Those elsewhere than in the Documenten API of the settings are not asked for: no credentials go there.
        """
        here = {url for url in urls if self._verbinding.ligt_in(Api.DOCUMENTEN, url)}
        uuids = sorted(uuid for url in here if (uuid := uuid_of(url)))
        chunks = [uuids[start : start + CHUNK] for start in range(0, len(uuids), CHUNK)]
        path = "/enkelvoudiginformatieobjecten/_zoek"
        found = await samen(
            self._verbinding.zoek(wie, Api.DOCUMENTEN, path, {"uuid__in": chunk}) for chunk in chunks
        )
        with vertaling.leesbaar(self._register.naam):
            return {
                each["url"]: each
                for each in chain.from_iterable(found)
                if self._regels.document(
                    each.get("status") or "",
                    each.get("tonenAanInitiator"),
                    vertaling.vertrouwelijkheid(each),
                )
            }


def _is_deel(headers: Mapping[str, str], deel: Deelbereik) -> bool:
    return headers.get("content-range", "").startswith(f"bytes {deel.begin}-")


def _newest_first(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda each: (each.creatiedatum, each.identificatie), reverse=True)


def _naam(soorten: Mapping[str, Json], document: Json) -> str:
    return str(soorten.get(str(document.get("informatieobjecttype")), {}).get("omschrijving") or ONBEKEND)

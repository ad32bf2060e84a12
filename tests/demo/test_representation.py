"""Who acts for another sees their zaken, for the diensten of the mandate, and nothing else of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from graphql import GraphQLObjectType
from harness.visitor import Visitor, running, visiting

from auth.assurance import Niveau
from auth.policy import Rights
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Mandaat, Principal
from gateway.operation.requirements import Requirements
from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import committed_supergraph, make_demo
from gemeentegraaf.examples import THEIR_CASES
from subgraphs.service.diensten import Dienst
from subgraphs.service.voorbeeldstad import MACHTIGINGEN
from subgraphs.zaken.demo_zaaktypen import ZAAKTYPEN

pytestmark = pytest.mark.asyncio(loop_scope="module")

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
GRAPH = committed_supergraph()
REQUIREMENTS = Requirements(GRAPH)
DIENST = {one.omschrijving: one.dienst for one in ZAAKTYPEN}

OF_A_CUSTOMER = (
    "id",
    "klantsoort",
    "weergavenaam",
    "vertegenwoordiging",
    "zaken",
    "taken",
    "berichten",
    "contactmomenten",
)
OPEN_TO_A_MANDATE = {
    *(
        f"{kind}.{field}"
        for kind in ("NatuurlijkPersoon", "Onderneming", "Instelling")
        for field in OF_A_CUSTOMER
    ),
    *(f"Vertegenwoordiging.{field}" for field in ("gemachtigde", "diensten", "rol", "middel")),
    "Query.ik",
    "Query.zaak",
    "Mutation.taakBeantwoorden",
    "Mutation.berichtLezen",
    "Subscription.zaakGewijzigd",
}
OF_A_ZAAK = {
    "Zaak",
    "ZaakConnection",
    "ZaakEdge",
    "ZaakGebeurtenis",
    "Zaakarchief",
    "Zaakdocument",
    "Zaakresultaat",
    "Zaakrol",
    "Zaakstatus",
    "Zaaksubstatus",
    "Besluit",
    "Opschorting",
    "Verlenging",
    "Voortgang",
    "Voortgangsstap",
    "Taak",
    "TaakConnection",
    "TaakEdge",
    "TaakUitkomst",
    "Taakfout",
    "Bericht",
    "Berichtbijlage",
    "BerichtConnection",
    "BerichtEdge",
    "Contactmoment",
    "ContactmomentConnection",
    "ContactmomentEdge",
}
"""All there is of these is open, but for how a zaak was asked for: which of them, the dienst decides."""
POST = """
  { ik { taken(first: 100) { totaal edges { node { id } } }
         berichten(first: 100) { totaal edges { node { id } } }
         contactmomenten(first: 100) { totaal edges { node { id } } } } }
"""
ZAKEN = """
  query Zaken($zoek: String) {
    ik {
      id
      weergavenaam
      zaken(first: 100, zoek: $zoek) {
        totaal
        edges { node { id zaaktype { omschrijving } status { omschrijving } documenten { titel } } }
      }
    }
  }
"""
ZAAK = "query Zaak($id: ID!) { zaak(id: $id) { id besluiten { id } } }"
PRIVATE = """
  { ik { id contactgegevens { email }
    ... on NatuurlijkPersoon {
      burgerservicenummer leeftijd verblijfplaats { __typename } kinderen { leeftijd }
      aanvragen(first: 1) { totaal } vooringevuld(formulier: "parkeervergunning-aanvragen") { waarden }
  } } }
"""


@dataclass(frozen=True, slots=True)
class Town:
    """Hendrik, Sanne who sees to his vergunningen, and Amira who helps him with his income, as does the
    bewindvoerder. And a bakery, with the office that sees to its vergunningen.
    """

    hendrik: Visitor
    sanne: Visitor
    amira: Visitor
    bewindvoerder: Visitor
    bakkerij: Visitor
    intermediair: Visitor


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(filled_once: Path) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(open_data_folder(filled_once))
        app = make_demo(folder, BASE_URL, TODAY).app()
        await stack.enter_async_context(running(app))
        people = Town(*[await stack.enter_async_context(visiting(BASE_URL, app)) for _ in range(6)])
        await people.hendrik.log_in("digid", "hendrik-van-den-berg")
        await people.sanne.log_in("digid_machtigen", "sanne-namens-hendrik")
        await people.amira.log_in("digid_machtigen", "amira-namens-hendrik")
        await people.bewindvoerder.log_in("eherkenning_bewindvoering", "van-der-meer-namens-hendrik")
        await people.bakkerij.log_in("eherkenning", "de-gouden-korst")
        await people.intermediair.log_in("eherkenning", "cijferwerk-namens-de-gouden-korst")
        yield people


async def zaken_of(visitor: Visitor, **variables: str) -> dict[str, Dienst | None]:
    """The zaken that someone sees, each with the dienst that it belongs to."""
    answer = await visitor.ask(ZAKEN, variables)
    assert "errors" not in answer
    found = answer["data"]["ik"]["zaken"]
    assert found["totaal"] == len(found["edges"])
    return {edge["node"]["id"]: DIENST[edge["node"]["zaaktype"]["omschrijving"]] for edge in found["edges"]}


async def test_who_acts_for_another_sees_their_zaken_for_the_mandated_dienst_alone(town: Town) -> None:
    own = await zaken_of(town.hendrik)
    permits, income = await zaken_of(town.sanne), await zaken_of(town.amira)

    assert permits == {id_: one for id_, one in own.items() if one is Dienst.VERGUNNINGEN}
    assert income == {id_: one for id_, one in own.items() if one is Dienst.WERK_EN_INKOMEN}
    assert min(len(permits), len(income)) > 0
    assert len(permits) + len(income) < len(own)


async def test_an_intermediair_sees_the_zaken_of_a_company_for_the_mandated_dienst_alone(town: Town) -> None:
    own, seen = await zaken_of(town.bakkerij), await zaken_of(town.intermediair)
    assert seen == {id_: one for id_, one in own.items() if one is Dienst.VERGUNNINGEN}
    assert 0 < len(seen) < len(own)
    closed = await town.intermediair.ask("{ ik { id contactgegevens { email } } }")
    assert closed["data"]["ik"]["contactgegevens"] is None
    private = await town.intermediair.ask("{ ik { ... on Onderneming { kvkNummer } } }")
    assert private["data"]["ik"] == {"kvkNummer": None}
    assert [error["path"] for error in private["errors"]] == [["ik", "kvkNummer"]]


async def test_a_bewindvoerder_sees_the_zaken_of_a_burger_for_the_mandated_dienst_alone(town: Town) -> None:
    assert await zaken_of(town.bewindvoerder) == await zaken_of(town.amira) != {}
    private = (await town.bewindvoerder.ask(PRIVATE))["data"]["ik"]
    assert [name for name, value in private.items() if value is not None] == ["id"]
    session = (await town.bewindvoerder.client.get("/auth/sessie")).json()
    assert session["naam"] == "Van der Meer Bewindvoering namens Hendrik van den Berg"


async def post_of(visitor: Visitor) -> dict[str, set[str]]:
    """What someone has in the post, by kind."""
    found = (await visitor.ask(POST))["data"]["ik"]
    assert all(each["totaal"] == len(each["edges"]) for each in found.values())
    return {kind: {edge["node"]["id"] for edge in each["edges"]} for kind, each in found.items()}


async def test_post_of_another_dienst_stays_closed_to_a_mandate(town: Town) -> None:
    """What lies in the post of these customers is of burgerzaken, for which nobody here acts for them."""
    for customer in (town.hendrik, town.bakkerij):
        assert all((await post_of(customer)).values())
    for mandated_one in (town.sanne, town.amira, town.bewindvoerder, town.intermediair):
        assert not any((await post_of(mandated_one)).values())


async def test_a_zaak_of_another_dienst_is_for_a_mandate_as_one_that_does_not_exist(town: Town) -> None:
    unknown = (await town.sanne.send(ZAAK, {"id": "c0ffee00-0000-4000-8000-000000000000"})).content
    for id_, dienst in (await zaken_of(town.hendrik)).items():
        answer = await town.sanne.send(ZAAK, {"id": id_})
        if dienst is Dienst.VERGUNNINGEN:
            assert answer.json()["data"]["zaak"]["id"] == id_
        else:
            assert answer.content == unknown


async def test_no_search_finds_a_zaak_of_another_dienst(town: Town) -> None:
    numbers = "{ ik { zaken(first: 100) { edges { node { id identificatie } } } } }"
    listed = (await town.hendrik.ask(numbers))["data"]["ik"]["zaken"]["edges"]
    permits = await zaken_of(town.sanne)
    for node in (edge["node"] for edge in listed):
        assert node["id"] in await zaken_of(town.hendrik, zoek=node["identificatie"])
        found = await zaken_of(town.sanne, zoek=node["identificatie"])
        assert (node["id"] in found) == (node["id"] in permits)


async def test_the_page_offers_each_mandate_and_shows_no_numbers(town: Town) -> None:
    for one in MACHTIGINGEN:
        page = await town.sanne.client.get(f"/auth/login/{one.middel}", params={"terug": "/health"})
        assert page.status_code == 200
        assert one.naam in page.text
        assert one.machtiginggever.waarde not in page.text
        assert one.gemachtigde.waarde not in page.text


async def test_it_is_told_for_whom_one_acts(town: Town) -> None:
    answer = await town.sanne.ask(THEIR_CASES.query)
    assert answer["data"]["ik"]["weergavenaam"] == "Hendrik van den Berg"
    session = (await town.sanne.client.get("/auth/sessie")).json()
    assert session["naam"] == "Sanne de Vries namens Hendrik van den Berg"


async def test_the_graph_tells_who_acts_and_for_what(town: Town) -> None:
    query = "{ ik { id vertegenwoordiging { gemachtigde diensten rol middel } } }"
    for visitor, diensten, middel in (
        (town.sanne, ["vergunningen"], "digid_machtigen"),
        (town.bewindvoerder, ["werk-en-inkomen"], "eherkenning_bewindvoering"),
    ):
        ik = (await visitor.ask(query))["data"]["ik"]
        told = ik["vertegenwoordiging"]
        assert (told["diensten"], told["middel"]) == (diensten, middel)
        assert told["gemachtigde"] != ik["id"]
    assert (await town.hendrik.ask(query))["data"]["ik"]["vertegenwoordiging"] is None


async def test_what_else_is_known_of_the_represented_stays_closed(town: Town) -> None:
    answer = await town.sanne.ask(PRIVATE)
    who = answer["data"]["ik"]
    assert who.pop("id")
    assert len(who) == 7
    assert not any(who.values())
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"UNAUTHORIZED_FIELD_OR_TYPE"}
    assert all(
        "machtigen" not in url for error in answer["errors"] for url in error["extensions"]["inloggen"]
    )


async def test_nothing_of_the_represented_can_be_changed(town: Town) -> None:
    answer = await town.sanne.ask(
        'mutation { contactgegevensWijzigen(input: {email: "een@ander.example"}) { __typename }'
        ' aanvraagStarten(input: {formulier: "melding-openbare-ruimte-doen", idempotentiesleutel: "a"})'
        " { gelukt } }"
    )
    assert answer["data"] == {"contactgegevensWijzigen": None, "aanvraagStarten": None}


def opened(caller: Caller) -> Iterator[str]:
    """All fields of the graph that are open to this caller."""
    rights = Rights.of(caller)
    for type_ in GRAPH.full.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            for name in type_.fields:
                if rights.denial(REQUIREMENTS.of(type_.name, name)) is None:
                    yield f"{type_.name}.{name}"


def mandated(niveau: Niveau, *diensten: str) -> Principal:
    actor, subject = (Identiteit(one, Identifier.BSN) for one in ("een", "ander"))
    mandaat = Mandaat(frozenset(diensten))
    return Principal(actor, subject, Klantsoort.BURGER, "digid_machtigen", niveau, mandaat)


@pytest.mark.parametrize("dienst", Dienst)
async def test_a_mandate_opens_these_fields_of_the_graph_and_no_others(dienst: Dienst) -> None:
    """Whoever adds a field of a customer finds it here, if they forgot to close it."""
    public = set(opened(ANONIEM))
    found = set(opened(mandated(Niveau.MIDDEN, dienst))) - public
    of_a_zaak = {each for each in found if each.partition(".")[0] in OF_A_ZAAK}

    assert found - of_a_zaak == OPEN_TO_A_MANDATE
    assert "Zaak.aanvraag" not in of_a_zaak
    assert {each.partition(".")[0] for each in of_a_zaak} == OF_A_ZAAK


@pytest.mark.parametrize(
    "caller",
    [mandated(Niveau.BASIS, *Dienst), mandated(Niveau.HOOG, "vuurwerk"), mandated(Niveau.GEEN, *Dienst)],
)
async def test_a_low_level_or_an_unknown_dienst_opens_nothing(caller: Principal) -> None:
    # The customer's own pseudonym asks no level, yet hangs on a type that asks a mandate.
    assert set(opened(caller)) == set(opened(ANONIEM))

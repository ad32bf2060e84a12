"""A document of a zaak and one of a bericht, from the graph to the file, through the whole demo."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from harness.visitor import Visitor, running, visiting

from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import make_demo

BASE_URL = "http://127.0.0.1:8000"
DOCUMENTS = "{ ik { zaken(first: 1) { edges { node { documenten { bestandsomvang downloadUrl } } } } } }"
BIJLAGEN = "{ ik { berichten { edges { node { bijlagen { bestandsomvang downloadUrl } } } } } }"
OF_OUR_PAGE = {"sec-fetch-site": "same-origin"}


async def first_document(visitor: Visitor) -> tuple[str, int]:
    answer = await visitor.ask(DOCUMENTS)
    document = answer["data"]["ik"]["zaken"]["edges"][0]["node"]["documenten"][0]
    return document["downloadUrl"], document["bestandsomvang"]


async def only_bijlage(visitor: Visitor) -> tuple[str, int]:
    berichten = (await visitor.ask(BIJLAGEN))["data"]["ik"]["berichten"]["edges"]
    (bijlage,) = [each for edge in berichten for each in edge["node"]["bijlagen"]]
    return bijlage["downloadUrl"], bijlage["bestandsomvang"]


async def test_a_customer_opens_what_the_list_shows_and_nobody_else_does(filled: Path) -> None:
    with open_data_folder(filled) as data:
        app = make_demo(data, BASE_URL, date(2026, 3, 2)).app()
        async with (
            running(app),
            visiting(BASE_URL, app) as sanne,
            visiting(BASE_URL, app) as hendrik,
            visiting(BASE_URL, app) as nobody,
        ):
            await sanne.log_in("digid", "sanne-de-vries")
            await hendrik.log_in("digid", "hendrik-van-den-berg")
            for url, size in (await first_document(sanne), await only_bijlage(sanne)):
                everyone = (sanne, hendrik, nobody)
                answers = [await each.client.get(url, headers=OF_OUR_PAGE) for each in everyone]
                assert [answer.status_code for answer in answers] == [200, 404, 403]
                assert (len(answers[0].content), answers[0].content[:5]) == (size, b"%PDF-")
                assert answers[0].headers["content-disposition"].startswith("attachment")
                codes = [answer.json()["code"] for answer in answers[1:]]
                assert codes == ["NIET_GEVONDEN", "UNAUTHORIZED_FIELD_OR_TYPE"]

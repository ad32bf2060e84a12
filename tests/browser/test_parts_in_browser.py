"""The explorer shows an answer in parts: it asks for it so, and puts the parts together."""

import pytest
from harness.browser import Complaints, Explorer, browsing
from harness.served import served
from harness.small_town import SUPERGRAPH, small_town

from gateway.app import make_app
from gateway.settings import GatewaySettings
from schema.supergraph import Supergraph

pytestmark = pytest.mark.browser

LATER = (
    'query Later { zaak(id: "z1") { omschrijving ... @defer(label: "wie") { aanvrager { naam } } }'
    " datasets @stream(initialCount: 1) { titel } }"
)


async def test_what_comes_later_shows_where_it_belongs() -> None:
    app = make_app(GatewaySettings(), Supergraph.parse(SUPERGRAPH), small_town())
    async with served(app) as url, browsing() as (page, complaints):
        explorer = Explorer(page)
        await explorer.open(url)
        await explorer.write(LATER)
        async with page.expect_response(lambda response: response.url.endswith("/graphql")) as asked:
            await explorer.run()
        answer = await explorer.answer_with("Fietspaden")
        assert (await (await asked.value).header_value("content-type") or "").startswith("multipart/mixed")
        assert "Anneke" in answer
        assert "hasNext" not in answer
    assert complaints == Complaints(hosts={url.removeprefix("http://").rstrip("/")})

"""The explorer in a real browser: it works, it asks nobody but us, and the console stays empty."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from harness.browser import Complaints, Explorer, browsing
from harness.explorer_app import explorer_app
from harness.served import served

from gateway.http.explorer.config import ExplorerConfig

pytestmark = pytest.mark.browser


@asynccontextmanager
async def explorer(config: ExplorerConfig | None = None, width: int = 1280) -> AsyncIterator[Explorer]:
    """An explorer that a visitor has opened. Afterwards there must have been nothing to complain about."""
    app = explorer_app(config) if config else explorer_app()
    async with served(app) as url, browsing(width) as (page, complaints):
        opened = Explorer(page)
        await opened.open(url)
        yield opened
        assert_quiet(complaints, url)


def assert_quiet(complaints: Complaints, url: str) -> None:
    assert complaints == Complaints(hosts={urlsplit(url).netloc})


async def test_the_first_example_stands_ready_and_runs() -> None:
    async with explorer() as visit:
        await visit.run()
        answer = await visit.answer_with("Afvalbakken")
        assert '"titel": "Bomen in Voorbeeldstad"' in answer


async def test_a_query_typed_by_hand_runs_on_ctrl_enter() -> None:
    async with explorer() as visit:
        await visit.write("query Een { datasets(first: 1) { id themas } }")
        await visit.page.keyboard.press("Control+Enter")
        assert "natuur" in await visit.answer_with("themas")


async def test_an_example_opens_in_a_tab_of_its_own_once() -> None:
    async with explorer() as visit:
        tabs = visit.page.get_by_role("tab")
        for _ in range(2):
            await visit.page.get_by_role("button", name="Wie ben ik").click()
            await visit.page.get_by_role("tab", name="WieBenIk").wait_for()
        assert await tabs.all_inner_texts() == ["DrieDatasets", "WieBenIk"]


async def test_login_and_logout_show_and_change_what_is_answered() -> None:
    async with explorer() as visit:
        await visit.page.get_by_text("Niet ingelogd").wait_for()
        await visit.log_in("Anneke de Vries")
        await visit.ready()
        await visit.page.get_by_text("Burger · niveau midden").wait_for()
        await visit.page.get_by_role("button", name="Wie ben ik").click()
        await visit.run()
        await visit.answer_with("Anneke de Vries")
        await visit.log_out()
        await visit.ready()
        await visit.page.get_by_role("button", name="Wie ben ik").click()
        await visit.run()
        await visit.answer_with('"ik": null')


async def test_a_session_that_ran_out_is_told_after_the_next_query() -> None:
    async with explorer() as visit:
        await visit.log_in("Anneke de Vries")
        await visit.ready()
        await visit.page.context.clear_cookies()
        await visit.run()
        await visit.page.get_by_text("Uw sessie is verlopen.").wait_for()
        await visit.run()
        await visit.answer_with("Afvalbakken")
        assert await visit.page.get_by_text("Uw sessie is verlopen.").is_visible()


async def test_a_login_that_was_broken_off_is_told_once_and_leaves_the_address_clean() -> None:
    async with explorer() as visit:
        await visit.log_in("Stichting Stilstand")
        await visit.page.get_by_text("U hebt het inloggen afgebroken.").wait_for()
        assert "?" not in visit.page.url
        await visit.page.reload()
        await visit.page.get_by_text("Niet ingelogd").wait_for()
        await visit.ready()


async def test_after_a_logout_nothing_of_the_visitor_is_left_in_the_window() -> None:
    async with explorer() as visit:
        await visit.log_in("Anneke de Vries")
        await visit.ready()
        await visit.write("query VanAnneke { ik { weergavenaam } }")
        await visit.run()
        await visit.answer_with("Anneke de Vries")
        await visit.page.wait_for_timeout(700)
        await visit.log_out()
        await visit.ready()
        left = await visit.page.evaluate("document.body.innerText + JSON.stringify({ ...sessionStorage })")
        assert "Anneke" not in left


async def test_the_tabs_survive_a_login_and_no_answer_is_ever_stored() -> None:
    async with explorer() as visit:
        await visit.page.get_by_role("button", name="Wie ben ik").click()
        await visit.run()
        await visit.answer_with('"ik": null')
        await visit.page.wait_for_timeout(700)  # GraphiQL stores its tabs half a second after the last change
        await visit.log_in("Bakkerij Het Volkoren")
        await visit.ready()
        assert await visit.page.get_by_role("tab", selected=True).inner_text() == "WieBenIk"
        await visit.run()
        await visit.answer_with("Bakkerij Het Volkoren")
        await visit.page.wait_for_timeout(700)
        stored = await visit.page.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])")
        assert "WieBenIk" in stored
        assert "Bakkerij" not in stored


async def test_the_schema_completes_what_is_typed_and_is_documented() -> None:
    async with explorer() as visit:
        await visit.write("{ datasets { ti")
        await visit.page.keyboard.press("Control+Space")
        await visit.page.locator(".suggest-widget").get_by_text("titel").first.wait_for()
        await visit.page.keyboard.press("Escape")
        await visit.page.get_by_role("button", name="Documentatie tonen").click()
        await visit.page.get_by_role("link", name="Query").click()
        await visit.page.get_by_text("Openbare gegevensverzamelingen van de gemeente.").wait_for()


async def test_a_query_is_laid_out_with_its_comments_kept() -> None:
    async with explorer() as visit:
        await visit.write("{ # alles\ndatasets{titel}}")
        await visit.page.get_by_role("button", name="Netjes opmaken").click()
        lines = visit.page.locator(".graphiql-query-editor .view-lines")
        await lines.get_by_text("datasets {").wait_for()
        assert "# alles" in (await lines.inner_text()).replace("\xa0", " ")


async def test_the_worker_marks_what_the_schema_does_not_know() -> None:
    async with explorer() as visit:
        await visit.write("{ bestaatNiet }")
        await visit.page.locator(".graphiql-query-editor .squiggly-error").first.wait_for()


async def test_a_narrow_window_shows_examples_over_the_editor_and_gives_way() -> None:
    async with explorer(width=400) as visit:
        assert await visit.page.evaluate("document.documentElement.scrollWidth") == 400
        await visit.page.get_by_role("button", name="Voorbeelden tonen").click()
        await visit.page.get_by_role("button", name="Wie ben ik").click()
        await visit.page.get_by_role("heading", name="Voorbeelden").wait_for(state="hidden")
        await visit.run()
        await visit.answer_with('"ik": null')


async def test_login_is_within_reach_of_the_keyboard() -> None:
    async with explorer() as visit:
        await visit.page.keyboard.press("Tab")
        assert await visit.page.evaluate("document.activeElement.textContent") == "Naar de editor"
        await visit.page.keyboard.press("Tab")
        await visit.page.keyboard.press("Enter")
        link = visit.page.get_by_role("link", name="Anneke de Vries")
        await link.wait_for()
        await visit.page.keyboard.press("Escape")
        await link.wait_for(state="hidden")
        assert await visit.page.evaluate("document.activeElement.textContent") == "Inloggen"


async def test_without_ways_in_there_is_no_login_and_no_session_is_asked_for() -> None:
    async with explorer(ExplorerConfig()) as visit:
        assert await visit.page.get_by_text("nloggen").count() == 0
        asked = await visit.page.evaluate(
            "performance.getEntriesByType('resource').map((entry) => entry.name)"
        )
        assert not [url for url in asked if "/auth/" in url]
        await visit.write("{ datasets { titel } }")
        await visit.run()
        await visit.answer_with("Parkeergarages")


async def test_markup_that_somebody_smuggles_in_gets_no_style_and_no_script() -> None:
    async with served(explorer_app()) as url, browsing() as (page, complaints):
        await Explorer(page).open(url)
        assert complaints.console == []
        await page.evaluate(
            """() => {
                const box = document.createElement("div");
                box.innerHTML = "<style>h1 { display: none }</style><img src=x onerror='window.hacked = 1'>";
                document.body.append(box);
            }"""
        )
        await page.wait_for_timeout(300)
        assert await page.get_by_role("heading", name="Gemeentegraaf").is_visible()
        assert await page.evaluate("window.hacked") is None
        assert any("Content Security Policy" in said for said in complaints.console)

"""A session as a visitor lives through it: in, up a level, almost out of time, out of time, and out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from harness.browser import Complaints, Explorer, browsing
from harness.login_town import LoginTown, login_town

from auth.sessions import SessionLimits
from subgraphs.service.voorbeeldstad import PERSONAS

pytestmark = pytest.mark.browser

SANNE = PERSONAS[0]


class Visit(Explorer):
    """Someone on the site of a town."""

    async def log_in_as(self, naam: str) -> None:
        """At the provider's page, with the level that is chosen there already."""
        await self.page.get_by_role("button", name=naam).click()
        await self.ready()

    async def level(self) -> str:
        """As the header tells it."""
        return await self.page.locator(".account .facts").inner_text()


@asynccontextmanager
async def visiting(
    folder: Path, limits: SessionLimits | None = None
) -> AsyncIterator[tuple[LoginTown, Visit]]:
    """The explorer of a town, which somebody has opened. The browser has nothing to complain about."""
    async with login_town(folder, limits) as town, browsing() as (page, complaints):
        visit = Visit(page)
        await visit.open(town.base)
        yield town, visit
        complaints.console = [line for line in complaints.console if "401 (Unauthorized)" not in line]
        assert complaints == Complaints(hosts={urlsplit(town.base).netloc})


async def test_from_a_denied_field_to_a_step_up_and_out_by_the_provider(tmp_path: Path) -> None:
    async with visiting(tmp_path) as (town, visit):
        await visit.run()
        await visit.page.get_by_text("Niet alles is getoond: daarvoor moet u inloggen.").wait_for()
        await visit.log_in("DigiD")
        await visit.log_in_as(SANNE.naam)
        assert "niveau basis" in await visit.level()
        await visit.run()
        assert '"inkomen": null' in await visit.answer_with('"niveau": "midden"')
        await visit.page.get_by_text("Niet alles is getoond.").wait_for()
        await visit.page.screenshot(path=tmp_path / "denied.png")

        await visit.page.get_by_role("link", name="Verder met niveau midden").click()
        assert await visit.page.get_by_role("radio", name="midden").is_checked()
        await visit.page.screenshot(path=tmp_path / "level.png")
        await visit.log_in_as(PERSONAS[1].naam)
        await visit.page.get_by_text("Er logde iemand anders in dan wie hier is ingelogd.").wait_for()
        assert "niveau basis" in await visit.level()
        assert await visit.page.get_by_text(SANNE.naam).is_visible()

        await visit.run()
        await visit.page.get_by_role("link", name="Verder met niveau midden").click()
        await visit.log_in_as(SANNE.naam)
        assert "niveau midden" in await visit.level()
        await visit.run()
        assert '"inkomen": 30000' in await visit.answer_with("inkomen")
        assert await visit.page.get_by_text("Niet alles is getoond.").count() == 0

        await visit.page.get_by_role("button", name="Uitloggen").click()
        await visit.page.get_by_text("Niet ingelogd").wait_for()
        [form] = town.left
        assert form["id_token_hint"].count(".") == 2
        assert visit.page.url == f"{town.base}/"
        assert SANNE.naam not in await visit.page.locator("body").inner_text()


async def test_a_session_is_kept_while_there_is_time_and_its_end_is_told_in_plain_words(
    tmp_path: Path,
) -> None:
    async with visiting(tmp_path, SessionLimits(inactivity=100)) as (town, visit):
        await visit.log_in("DigiD")
        await visit.log_in_as(SANNE.naam)
        await visit.page.get_by_text("Uw sessie verloopt om").wait_for()
        await visit.page.screenshot(path=tmp_path / "soon.png")
        town.clock.forward(60)
        async with visit.page.expect_response("**/auth/sessie") as told:
            await visit.page.get_by_role("button", name="Ingelogd blijven").click()
        assert (await (await told.value).json())["ingelogd"]
        town.clock.forward(60)
        await visit.run()
        assert "SESSION_EXPIRED" not in await visit.answer_with('"naam"')

        town.clock.forward(100)
        await visit.run()
        await visit.page.get_by_text("Uw sessie is verlopen. Log opnieuw in om verder te gaan.").wait_for()
        assert "SESSION_EXPIRED" in await visit.answer_with("session has ended")
        await visit.page.screenshot(path=tmp_path / "expired.png")


async def test_where_there_is_nowhere_to_go_back_to_there_is_a_page(tmp_path: Path) -> None:
    async with login_town(tmp_path) as town, browsing() as (page, complaints):
        await page.goto(f"{town.base}/auth/uitgelogd")
        await page.get_by_role("heading", name="U bent uitgelogd").wait_for()
        await page.goto(f"{town.base}/auth/callback/digid?state=oud&code=x")
        await page.get_by_text("verlopen of al gebruikt").wait_for()
        await page.screenshot(path=tmp_path / "notice.png")
        assert await page.get_by_role("link", name="Naar het begin").get_attribute("href") == "/"
        complaints.console = [line for line in complaints.console if "400 (Bad Request)" not in line]
        assert complaints == Complaints(hosts={urlsplit(town.base).netloc})

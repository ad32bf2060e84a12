"""The page of a plan in a real browser: it asks nobody, obeys its own policy, and works by keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from harness.browser import Complaints, browsing
from harness.planned import case
from harness.planned_shop import QUERY, SHOP
from playwright.async_api import Page

from gateway.planning.formats.page import plan_page

pytestmark = pytest.mark.browser


@asynccontextmanager
async def shown(folder: Path, width: int = 1280) -> AsyncIterator[Page]:
    """The page, opened from a file. Afterwards there must have been nothing to complain about."""
    file = folder / "plan.html"
    file.write_text(plan_page(case(SHOP, QUERY).plan, QUERY), encoding="utf-8")
    async with browsing(width) as (page, complaints):
        await page.goto(file.as_uri())
        yield page
        assert complaints == Complaints(hosts={""})


async def test_it_shows_figures_and_every_fetch(tmp_path: Path) -> None:
    async with shown(tmp_path) as page:
        assert await page.title() == "Plan of query Top"
        figures = await page.locator("dl.figures").inner_text()
        assert figures.split("\n") == ["calls", "5", "round trips", "3", "fetches", "5"]
        assert await page.get_by_role("article").count() == 5


async def test_a_fetch_in_the_diagram_leads_to_its_operation(tmp_path: Path) -> None:
    async with shown(tmp_path) as page:
        await page.get_by_role("link", name="Fetch 3: reviews, at top, after 0").click()
        assert page.url.endswith("#fetch-3")
        reviews = page.locator("#fetch-3")
        assert await reviews.evaluate("element => element.getBoundingClientRect().top < innerHeight")
        assert await reviews.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


async def test_the_lines_of_a_fetch_stand_out_when_it_has_the_focus(tmp_path: Path) -> None:
    async with shown(tmp_path) as page:
        line = page.locator("path.from0.to2")
        stroke = "element => getComputedStyle(element).stroke"
        before = await line.evaluate(stroke)
        for _ in range(4):  # the diagram itself, then its fetches
            await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.classList.contains('n2')")
        assert await line.evaluate(stroke) != before


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_what_is_behind_it(tmp_path: Path, scheme: str) -> None:
    async with shown(tmp_path) as page:
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert await page.evaluate(LEAST_CONTRAST) >= 4.5


async def test_on_a_narrow_screen_only_the_diagram_scrolls_sideways(tmp_path: Path) -> None:
    async with shown(tmp_path, width=380) as page:
        assert await page.evaluate("document.documentElement.scrollWidth") == 380
        diagram = page.get_by_role("region", name="Diagram of the plan")
        assert await diagram.evaluate("element => element.scrollWidth > element.clientWidth")


LEAST_CONTRAST = """() => {
    const parsed = (colour) => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour) => {
        const [r, g, b] = parsed(colour).map((v) => v / 255).map(
            (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const behind = (element) => {
        for (let one = element; one; one = one.parentElement) {
            const style = getComputedStyle(one);
            const rect = one.querySelector?.(":scope > rect");
            if (rect) return getComputedStyle(rect).fill;
            if (parsed(style.backgroundColor)[3] === 255) return style.backgroundColor;
        }
        return getComputedStyle(document.body).backgroundColor;
    };
    const found = [];
    for (const element of document.querySelectorAll("h1, h2, h3, dt, dd, li, p, code, code span, text")) {
        const style = getComputedStyle(element);
        const colour = element.namespaceURI.endsWith("svg") ? style.fill : style.color;
        found.push(contrast(colour, behind(element)));
    }
    return Math.min(...found);
}"""

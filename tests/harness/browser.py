"""A real browser on a page of ours, and everything it complains about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from harness.programs import chromium
from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, async_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT = 20_000
"""Milliseconds that anything on a page may take before the test fails."""


@dataclass
class Complaints:
    """What went wrong in a browser, and whom it asked. The console tells what the content policy stopped."""

    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._said)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.console.append(message.text)

    def _asked(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in {"data", "blob"}:
            self.hosts.add(url.netloc)


@asynccontextmanager
async def browsing(width: int = 1280, height: int = 800) -> AsyncIterator[tuple[Page, Complaints]]:
    """A page in a fresh headless Chromium, with a Dutch-speaking visitor."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        context = await browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
        context.set_default_timeout(TIMEOUT)
        complaints = Complaints()
        complaints.watch(context)
        try:
            yield await context.new_page(), complaints
        finally:
            await browser.close()


class Explorer:
    """The explorer as a visitor uses it: by the words on the screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def open(self, url: str) -> None:
        await self.page.goto(url)
        await self.ready()

    async def ready(self) -> None:
        await self.page.wait_for_selector(".graphiql-query-editor .view-line")
        await self.page.wait_for_selector(".result-window .monaco-editor")

    async def write(self, query: str) -> None:
        """Types a query in a new tab. The editor indents what follows a line break and closes brackets."""
        await self.page.get_by_role("button", name="Nieuw tabblad").click()
        await self.page.locator(".graphiql-query-editor .view-lines").click()
        await self.page.keyboard.insert_text(query)

    async def run(self) -> None:
        await self.page.get_by_role("button", name="Query uitvoeren").click()

    async def log_in(self, label: str) -> None:
        await self.page.get_by_role("button", name="Inloggen", exact=True).click()
        labelled = self.page.get_by_text(label, exact=True)
        await self.page.get_by_role("link").filter(has=labelled).click()

    async def log_out(self) -> None:
        await self.page.get_by_role("button", name="Uitloggen").click()
        await self.page.get_by_role("button", name="Inloggen", exact=True).wait_for()

    async def answer_with(self, text: str) -> str:
        """The whole answer, once it holds `text` and is on the screen, where only a part of it may fit."""
        answer = await self.page.wait_for_function(
            """(text) => {
                const models = globalThis.__MONACO?.editor.getModels() ?? [];
                const answer = models.find(({ uri }) => uri.path.endsWith("response.json"))?.getValue();
                const shown = document.querySelector(".result-window .view-lines")?.innerText.trim();
                return shown && answer?.includes(text) && answer;
            }""",
            arg=text,
        )
        return str(await answer.json_value())

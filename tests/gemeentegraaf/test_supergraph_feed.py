"""Feeds give a supergraph's text when it has changed, and say why it cannot be had: from files and URLs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from harness.raw_server import Behaviour, answers, http, raw_server, silence

from gateway.background import beside
from gemeentegraaf.supergraph_feed import FileFeed, UrlFeed, feed_of
from gemeentegraaf.supergraph_source import SourceError, SourceLimits

LIMITS = SourceLimits(bytes=1000, seconds=5)


def touched(path: Path, text: str, age: int) -> None:
    """The file with this text, as if written so many seconds after the first."""
    path.write_text(text)
    os.utime(path, (1_000_000 + age, 1_000_000 + age))


class TestFile:
    def feed(self, path: Path, wait: Callable[[float], None] = lambda _: None) -> FileFeed:
        return FileFeed(path, LIMITS, wait)

    def test_it_gives_the_text_once_and_then_only_another(self, tmp_path: Path) -> None:
        path = tmp_path / "supergraph.graphql"
        feed = self.feed(path)
        touched(path, "one", 0)
        assert [feed.look(), feed.look()] == ["one", None]
        touched(path, "one", 1)
        assert feed.look() is None
        touched(path, "two", 2)
        assert [feed.look(), feed.look()] == ["two", None]
        touched(path, "tri", 3)
        assert feed.look() == "tri"

    def test_a_file_that_is_replaced_by_another_is_noticed(self, tmp_path: Path) -> None:
        path, other = tmp_path / "supergraph.graphql", tmp_path / "new"
        touched(path, "one", 0)
        feed = self.feed(path)
        feed.look()
        touched(other, "two", 1)
        other.replace(path)
        assert feed.look() == "two"

    def test_a_file_is_not_read_while_it_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "supergraph.graphql"
        touched(path, "one", 0)

        def write_on(_: float) -> None:
            if path.read_text() == "half":
                touched(path, "half and half", 2)

        feed = self.feed(path, write_on)
        feed.look()
        touched(path, "half", 1)
        assert feed.look() is None
        assert feed.look() == "half and half"

    def test_a_file_that_is_gone_may_come_back(self, tmp_path: Path) -> None:
        path = tmp_path / "supergraph.graphql"
        touched(path, "one", 0)
        feed = self.feed(path)
        feed.look()
        path.unlink()
        for _ in range(2):
            with pytest.raises(SourceError, match="No such file"):
                feed.look()
        touched(path, "one", 1)
        assert feed.look() is None

    @pytest.mark.parametrize(("content", "text"), [(b"\xff", "not UTF-8"), (b"x" * 1001, "larger than 1000")])
    def test_what_is_no_text_or_too_much_is_refused(self, tmp_path: Path, content: bytes, text: str) -> None:
        path = tmp_path / "supergraph.graphql"
        path.write_bytes(content)
        with pytest.raises(SourceError, match=text):
            self.feed(path).look()


class TestUrl:
    async def test_it_is_asked_for_what_has_changed_by_entity_tag(self) -> None:
        async def behaviour(request: bytes, writer: asyncio.StreamWriter) -> None:
            known = b'if-none-match: "1"' in request.lower()
            full = http(b"one", "200 OK", "text/plain", 'etag: "1"', "last-modified: yesterday")
            writer.write(http(b"", "304 Not Modified", "") if known else full)

        async with raw_server(behaviour) as server:
            feed = feed_of(server.url, LIMITS, {})
            assert [await beside(feed.look) for _ in range(3)] == ["one", None, None]
            assert b"if-none-match" not in server.requests[0].lower()
            assert all(b"if-none-match" in request.lower() for request in server.requests[1:])
            assert server.connections == 1
            feed.close()

    async def test_or_by_date_where_there_is_no_tag(self) -> None:
        date = "Sat, 21 Nov 2026 10:00:00 GMT"
        async with raw_server(answers(http(b"one", "200 OK", "", f"last-modified: {date}"))) as server:
            feed = UrlFeed(server.url, LIMITS)
            assert [await beside(feed.look) for _ in range(2)] == ["one", None]
            assert f"if-modified-since: {date}".encode() in server.requests[1].lower().replace(
                date.lower().encode(), date.encode()
            )
            feed.close()

    async def test_a_server_that_knows_neither_is_compared(self) -> None:
        texts = iter([b"one", b"one", b"two"])

        async def behaviour(_request: bytes, writer: asyncio.StreamWriter) -> None:
            writer.write(http(next(texts)))

        async with raw_server(behaviour) as server:
            feed = UrlFeed(server.url, LIMITS)
            assert [await beside(feed.look) for _ in range(3)] == ["one", None, "two"]
            feed.close()

    @pytest.mark.parametrize(
        ("behaviour", "text"),
        [
            (answers(http(b"", "500 Oops")), "status 500"),
            (answers(http(b"", "304 Not Modified", "")), "status 304"),
            (answers(b"garbage\r\n\r\n", close=True), "cannot be fetched"),
            (answers(http(b"\xff\xfe")), "not UTF-8"),
            (answers(http(b"x" * 1001)), "larger than 1000"),
            (answers(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", close=True), "cannot be fetched"),
            (silence, "cannot be fetched"),
        ],
        ids=["500", "304 for nothing", "garbage", "no text", "too much", "half", "silence"],
    )
    async def test_what_cannot_be_had_is_said_without_what_is_secret_in_the_url(
        self, behaviour: Behaviour, text: str
    ) -> None:
        limits = SourceLimits(bytes=1000, seconds=0.2)
        async with raw_server(behaviour) as server:
            feed = UrlFeed(server.url.replace("http://", "http://user:geheim@") + "?token=geheim", limits)
            with pytest.raises(SourceError, match=text) as raised:
                await beside(feed.look)
            assert "geheim" not in str(raised.value)
            feed.close()

    async def test_a_key_goes_along_and_never_to_where_a_redirect_leads(self) -> None:
        async with raw_server(answers(http(b"one"))) as other:
            away = http(b"", "302 Found", "", f"location: {other.url}")
            async with raw_server(answers(away)) as server:
                with_key, without = (
                    feed_of(server.url, LIMITS, {"x-key": "geheim"}),
                    UrlFeed(server.url, LIMITS),
                )
                with pytest.raises(SourceError, match="status 302"):
                    await beside(with_key.look)
                assert b"x-key: geheim" in server.requests[0]
                assert other.requests == []
                assert await beside(without.look) == "one"
                with_key.close()
                without.close()

    async def test_a_server_that_only_drips_is_not_waited_for(self) -> None:
        async def drip(_request: bytes, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n")
            while True:
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.02)

        async with raw_server(drip) as server:
            feed = UrlFeed(server.url, SourceLimits(bytes=1000, seconds=0.2))
            with pytest.raises(SourceError, match=r"not there within 0\.2 seconds"):
                await beside(feed.look)
            feed.close()

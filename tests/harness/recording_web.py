"""A Web that answers what it was told to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from auth.client_keys import Certificate
from auth.errors import ProviderError
from auth.web import WebAnswer


@dataclass(frozen=True)
class Posted:
    """One call: every field of the form stood in it once."""

    url: str
    form: Mapping[str, str]
    headers: Mapping[str, str]
    certificate: Certificate | None


@dataclass
class RecordingWeb:
    """`pages` are answered to GET, by URL, `answers` to POST; both as they are at that moment."""

    pages: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    answers: dict[str, WebAnswer] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        if url not in self.pages:
            raise ProviderError("there is no such page")
        return WebAnswer(200, self.pages[url])

    async def post(
        self, url: str, form: str, headers: Mapping[str, str], certificate: Certificate | None = None
    ) -> WebAnswer:
        fields = parse_qs(form, strict_parsing=True)
        assert all(len(values) == 1 for values in fields.values()), "a field stands there twice"
        once = {name: values[0] for name, values in fields.items()}
        self.posted.append(Posted(url, once, headers, certificate))
        if url not in self.answers:
            raise ProviderError("nobody answers there")
        return self.answers[url]

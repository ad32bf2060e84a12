"""Page: a small page of ours for people, in plain Dutch, that loads nothing from anywhere."""

import html
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from string import Template

from starlette.responses import HTMLResponse

NOT_STORED = {"cache-control": "no-store"}

STYLE = (
    ":root{color-scheme:light dark;font:1.0625rem/1.6 system-ui,sans-serif}"
    "body{margin:0;background:Canvas;color:CanvasText}"
    "main{max-width:36rem;margin:0 auto;padding:3rem 1.25rem}"
    "h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}"
    "a,button{display:inline-block;margin-top:.5rem;padding:.6rem 1.1rem;border:2px solid #154273;"
    "border-radius:.4rem;background:#154273;color:#fff;font:inherit;text-decoration:none;cursor:pointer}"
    "a:focus-visible,button:focus-visible{outline:3px solid CanvasText;outline-offset:3px}"
)
TEMPLATE = Template("""<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<h1>$title</h1>
<p>$text</p>
$way_on
</main>
$script
</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class Page:
    """`title` and `text` are plain text; `way_on` is HTML of ours, a link or a form."""

    title: str
    text: str
    way_on: str = '<a href="/">Naar het begin</a>'
    script: str = ""

    def response(self, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
        """The policy names the style and the script by their digest: nothing else runs or loads."""
        body = TEMPLATE.substitute(
            title=html.escape(self.title),
            text=html.escape(self.text),
            style=STYLE,
            way_on=self.way_on,
            script=f"<script>{self.script}</script>" if self.script else "",
        )
        return HTMLResponse(
            body, status, {**NOT_STORED, "content-security-policy": self._policy, **(headers or {})}
        )

    @property
    def _policy(self) -> str:
        """Says nothing of where a form may go: browsers hold that against every redirect after it, and whom a
        provider sends people on to is for the provider to say.
        """
        scripts = f"; script-src {_digest(self.script)}" if self.script else ""
        return (
            f"default-src 'none'; style-src {_digest(STYLE)}{scripts}; "
            "base-uri 'none'; frame-ancestors 'none'"
        )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

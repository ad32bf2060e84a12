"""The explorer: GraphiQL at `/`, for a browser, from our own files, under a strict content policy."""

import html
import json
import secrets
from dataclasses import asdict
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.http.explorer.assets import Assets, Manifest
from gateway.http.explorer.config import ExplorerConfig
from gateway.http.media_type import ResponseType, names_html

ASSETS_AT = "/explorer/"
HINT = "Een GraphQL-graaf: POST een query als JSON naar het endpoint, of kom hier met een browser."

PAGE = Template("""<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Bevraag alles wat een gemeente haar klanten digitaal biedt in één graaf.">
<title>$title</title>
<link rel="icon" type="image/svg+xml" href="$icon">
<link rel="stylesheet" href="$style" nonce="$nonce">
$preload
<script type="module" src="$script"></script>
</head>
<body>
<div id="explorer">
<p class="startup">$title</p>
<noscript><p class="startup">De verkenner heeft JavaScript nodig. De graaf zelf niet: stuur een query naar
<code>$endpoint</code>.</p></noscript>
</div>
<script type="application/json" id="explorer-config">$config</script>
</body>
</html>
""")


def explorer_routes(config: ExplorerConfig) -> list[BaseRoute]:
    """`/`, the page for a browser and a pointer to the endpoint for anyone else; and the page's files.

    Raises FileNotFoundError when the frontend was never built: it is part of the package.
    """
    page = _Page(config, Manifest.read())
    return [
        Route("/", page.serve, methods=["GET"], name="explorer"),
        Route(ASSETS_AT + "{name}", Assets().serve, methods=["GET"], name="explorer-assets"),
    ]


class _Page:
    def __init__(self, config: ExplorerConfig, manifest: Manifest) -> None:
        self._config = config
        self._manifest = manifest
        self._data = _for_script(
            {**asdict(config), "workers": {k: ASSETS_AT + v for k, v in manifest.workers.items()}}
        )

    async def serve(self, request: Request) -> Response:
        accept = request.headers.get("accept", "*/*")
        if names_html(accept):
            return self._html(secrets.token_urlsafe(16))
        headers = {"vary": "Accept", "cache-control": "no-cache"}
        if ResponseType.wanted(accept) is None:
            refusal = {"fout": "Hier is alleen text/html en application/json."}
            return JSONResponse(refusal, status_code=406, headers=headers)
        pointer = {"naam": "Gemeentegraaf", "graphql": self._config.endpoint, "uitleg": HINT}
        return JSONResponse(pointer, headers=headers)

    def _html(self, nonce: str) -> HTMLResponse:
        manifest = self._manifest
        preload = [f'<link rel="modulepreload" href="{ASSETS_AT}{name}">' for name in manifest.preload]
        body = PAGE.substitute(
            title=html.escape(" · ".join(filter(None, ("Gemeentegraaf", self._config.municipality)))),
            icon=ASSETS_AT + manifest.icon,
            style=ASSETS_AT + manifest.style,
            nonce=nonce,
            preload="\n".join(preload),
            script=ASSETS_AT + manifest.script,
            endpoint=html.escape(self._config.endpoint),
            config=self._data,
        )
        return HTMLResponse(body, headers=_headers(nonce))


def _for_script(value: object) -> str:
    """JSON that can stand in a script element: nothing in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _headers(nonce: str) -> dict[str, str]:
    """The policy names our own origin and nothing else.

    Monaco makes style elements for its theme, which carry the nonce, and positions its lines with style
    attributes in markup, which the frontend sets by script instead (environment.js).
    """
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "cache-control": "no-store",  # the nonce is for one page view
        "vary": "Accept",
    }

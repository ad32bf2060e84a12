"""CrossSiteRules: no other site may act with a visitor's session cookie (CSRF), nor read an answer uninvited.

A browser sends cookies along with requests that another site's page starts. So a request with a cookie must
show that it comes from our own pages or from an allowed origin, in a way that no form, image or link can
fake: `Origin` and `Sec-Fetch-Site` are the browser's own words, and a JSON content type or a header of ours
makes the browser ask us first (a CORS preflight). Requests without cookies carry nothing that could be
abused.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

PREFLIGHT_HEADERS = ("x-gemeentegraaf", "apollo-require-preflight", "x-apollo-operation-name")
"""Any one of these on a request, with any value, is a header that no form can send."""


@dataclass(frozen=True, slots=True)
class CrossSiteRules:
    """`origins` may send credentials from pages that are not ours: scheme, host and port, as in `Origin`."""

    origins: frozenset[str] = frozenset()

    def objection(self, request: Request) -> str | None:
        """Why this request is not answered, or None."""
        headers = request.headers
        if "cookie" not in headers:
            return None
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if origin is not None and origin not in self.origins and not _is_own(origin, headers.get("host")):
            return "Requests with a cookie are not accepted from this origin."
        if site in ("cross-site", "same-site") and origin not in self.origins:
            return "Requests with a cookie are only accepted from our own pages."
        if site == "same-origin" or _needs_preflight(request):
            return None
        return (
            f'A request with a cookie must have the header "{PREFLIGHT_HEADERS[0]}", with any value, '
            "or be a POST of application/json."
        )


def _is_own(origin: str, host: str | None) -> bool:
    """The scheme is not compared: behind a TLS proxy we see plain HTTP."""
    return urlsplit(origin).netloc.lower() == (host or "").lower() != ""


def _needs_preflight(request: Request) -> bool:
    if any(name in request.headers for name in PREFLIGHT_HEADERS):
        return True
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return request.method == "POST" and content_type == "application/json"

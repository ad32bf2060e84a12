"""A form of Open Forms as one of the catalogue's. What cannot be started now is none.

Source: Open Forms API v2, `Form` and `LoginOption`.
"""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from auth.principal import Klantsoort
from subgraphs.formulieren.formulier import Formulier

IEDEREEN = frozenset(Klantsoort)
ZAKELIJK = frozenset({Klantsoort.BEDRIJF, Klantsoort.INSTELLING})
PLUGINS: Mapping[str, frozenset[Klantsoort]] = {
    "digid": frozenset({Klantsoort.BURGER}),
    "eidas": frozenset({Klantsoort.BURGER}),
    "yivi": frozenset({Klantsoort.BURGER}),
    "eherkenning": ZAKELIJK,
}
"""By the beginning of a plugin's identifier: `digid_oidc` and `digid_machtigen_oidc` are both DigiD."""
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</(?:p|h[1-6]|li|div)>|<br ?/?>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,64}")
LONGEST = 500


def formulier_van(form: Mapping[str, Any], pagina: str) -> Formulier | None:
    """None for a form that is closed, or that no customer of ours can log in to. Its id is its slug: that
    stays when it is imported anew. `pagina` is where forms are filled in.

    Raises KeyError, TypeError for what is no form.
    """
    slug, naam = form["slug"], form["name"]
    if not isinstance(naam, str):
        raise TypeError("a form has a name")
    klantsoorten = _klantsoorten(form["loginOptions"], login_required=form["loginRequired"])
    if not klantsoorten or not _SLUG.fullmatch(slug) or not _is_open(form):
        return None
    return Formulier(
        id=slug,
        titel=naam,
        omschrijving=_text(form.get("explanationTemplate") or form.get("introductionPageContent") or ""),
        zaaktype="",
        klantsoorten=klantsoorten,
        trefwoorden=tuple(word for word in re.split(r"[-_]", slug.lower()) if word),
        schema={"$schema": "https://json-schema.org/draft/2020-12/schema", "title": naam, "type": "object"},
        weergave={},
        stappen=(),
        voorinvullen={},
        start_url=f"{pagina}/{slug}/",
    )


def _is_open(form: Mapping[str, Any]) -> bool:
    return (
        form.get("active", True)
        and not form.get("isDeleted", False)
        and not form.get("maintenanceMode", False)
        and not form.get("submissionLimitReached", False)
        and form.get("submissionAllowed", "yes") == "yes"
    )


def _klantsoorten(options: Sequence[Mapping[str, Any]], *, login_required: bool) -> frozenset[Klantsoort]:
    if not login_required:
        return IEDEREEN
    return frozenset(
        soort
        for option in options
        for begin, soorten in PLUGINS.items()
        if option["identifier"].startswith(begin)
        for soort in soorten
    )


def _text(html: str) -> str:
    """The words of rich text, on one line."""
    words = unescape(_TAG.sub("", _BLOCK.sub(" ", html)))
    return _SPACE.sub(" ", words).strip()[:LONGEST]

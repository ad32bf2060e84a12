"""From the claims of a login to a Principal: in one place, whatever the broker calls things.

A required claim that is missing or misshapen refuses the login. An unknown `acr` is no level, and opens
nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

from auth.assurance import Niveau
from auth.errors import ClaimsError
from auth.issuers import ClaimPath, PartyClaims, TrustedIssuer
from auth.principal import Identifier, Identiteit, Klantsoort, Mandaat, Principal
from auth.pseudonym import pseudonym

Claims = Mapping[str, Any]

_SHAPES = {
    Identifier.BSN: re.compile(r"[0-9]{9}"),
    Identifier.RSIN: re.compile(r"[0-9]{9}"),
    Identifier.KVK: re.compile(r"[0-9]{8}"),
    Identifier.PSEUDONIEM: re.compile(r"\S{1,255}"),
}


def principal_of(claims: Claims, issuer: TrustedIssuer, key: bytes) -> Principal:
    """Who these claims, already verified, are about. `key` is the municipality's pseudonym key.

    Raises ClaimsError.
    """
    rules = issuer.claims
    subject = _party(claims, rules.subject, key)
    actor = _party(claims, rules.gemachtigde, key) if rules.gemachtigde else subject
    diensten = _diensten(claims, rules.diensten)
    if actor.id != subject.id and not diensten:
        raise ClaimsError("a representative without a mandated service")
    return Principal(
        actor=actor,
        subject=subject,
        klantsoort=_klantsoort(claims, issuer),
        middel=issuer.middel,
        niveau=_niveau(claims, issuer),
        mandaat=Mandaat(diensten) if diensten else None,
    )


def naam_of(claims: Claims, issuer: TrustedIssuer) -> str | None:
    """The display name, where the login gives one."""
    value = _at(claims, issuer.claims.naam) if issuer.claims.naam else None
    return value if isinstance(value, str) and value else None


def _party(claims: Claims, party: PartyClaims, key: bytes) -> Identiteit:
    soort = party.soort
    if party.soort_pad:
        word = _text(claims, party.soort_pad)
        if word not in party.soorten:
            raise ClaimsError(f"the claim {'/'.join(party.soort_pad)} names an unknown kind of identifier")
        soort = party.soorten[word]
    waarde = _text(claims, party.pad)
    if not _SHAPES[soort].fullmatch(waarde):
        raise ClaimsError(f"the claim {'/'.join(party.pad)} is not a {soort.name}")
    return Identiteit(pseudonym(key, soort, waarde), soort, waarde)


def _klantsoort(claims: Claims, issuer: TrustedIssuer) -> Klantsoort:
    for rule in issuer.claims.uitzonderingen:
        if _at(claims, rule.pad) in rule.waarden:
            return rule.klantsoort
    return issuer.claims.klantsoort


def _niveau(claims: Claims, issuer: TrustedIssuer) -> Niveau:
    acr = _at(claims, issuer.claims.niveau)
    return issuer.claims.niveaus.get(acr, Niveau.GEEN) if isinstance(acr, str) else Niveau.GEEN


def _diensten(claims: Claims, path: ClaimPath | None) -> frozenset[str]:
    value = _at(claims, path) if path else None
    found = [value] if isinstance(value, str) else value
    if found is None:
        return frozenset()
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        raise ClaimsError(f"the claim {'/'.join(path or ())} is not a list of services")
    return frozenset(found)


def _text(claims: Claims, path: ClaimPath) -> str:
    value = _at(claims, path)
    if not isinstance(value, str) or not value:
        raise ClaimsError(f"the claim {'/'.join(path)} is missing")
    return value


def _at(claims: Any, path: ClaimPath) -> Any:
    for part in path:
        claims = claims.get(part) if isinstance(claims, Mapping) else None
    return claims

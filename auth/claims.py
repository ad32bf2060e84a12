"""From the claims of a login to a Principal: in one place, whatever the broker calls things.

A required claim that is missing or misshapen refuses the login. An unknown `acr` is no level, and opens
nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auth.assurance import Niveau
from auth.claim_path import EMPTY, ClaimPath, Claims, at, texts, words
from auth.claim_rules import ClaimRules, KlantsoortRule, PartyClaims, ServiceClaims
from auth.errors import ClaimsError
from auth.issuers import TrustedIssuer
from auth.principal import Identifier, Identiteit, Klantsoort, Mandaat, Principal
from auth.pseudonym import pseudonym

_SHAPES = {
    # DigiD's own name for a person begins with the code of the sector, and some brokers leave it there.
    Identifier.BSN: re.compile(r"(?:s00000000:)?([0-9]{9})"),
    Identifier.RSIN: re.compile(r"([0-9]{9})"),
    Identifier.KVK: re.compile(r"([0-9]{8})"),
    Identifier.VESTIGING: re.compile(r"([0-9]{8}/[0-9]{12})"),
    Identifier.EIDAS: re.compile(r"([^\s\ud800-\udfff]{1,255})"),
    Identifier.PSEUDONIEM: re.compile(r"([^\s\ud800-\udfff]{1,255})"),
}
_NO_SERVICES = frozenset({"openid", "profile", "email", "address", "phone", "offline_access"})
"""The words in a `scope` that OpenID Connect means something else by."""
_LONGEST_CHAIN = 5
_UNSAID = (None, "")
"""The only ways not to restrict a login, or to act for nobody: anything else must be understood."""


@dataclass(frozen=True, slots=True)
class _Parties:
    """`between` are those in a chain of mandates, the nearest to the actor first."""

    actor: Identiteit
    subject: Identiteit
    represented: bool = False
    between: tuple[Identiteit, ...] = ()


def principal_of(claims: Claims, issuer: TrustedIssuer, key: bytes) -> Principal:
    """Who these claims, already verified, are about. `key` is the municipality's pseudonym key.

    Raises ClaimsError.
    """
    rules = issuer.claims
    if lacking := next((one for one in rules.eisen if not one.holds(claims)), None):
        raise _claims_error(lacking.pad, "is not what is required")
    parties = _parties(claims, rules, key)
    diensten = _diensten(claims, rules.diensten) if parties.represented else frozenset()
    if parties.represented and not diensten:
        raise ClaimsError("LOGIN_MANDATE", "someone acts for another, but for no service that is known here")
    keten = tuple(one.id for one in parties.between)
    return Principal(
        actor=parties.actor,
        subject=parties.subject,
        klantsoort=_klantsoort(claims, rules, parties.subject),
        middel=issuer.middel,
        niveau=_niveau(claims, rules),
        mandaat=Mandaat(diensten, rules.rol, keten) if parties.represented else None,
        handelend=_party(claims, rules.handelend, key) if rules.handelend else None,
        verleend=_granted(claims, rules),
    )


def naam_of(claims: Claims, issuer: TrustedIssuer) -> str | None:
    """The display name, where the login gives one."""
    found = (at(claims, path) for path in issuer.claims.naam)
    return " ".join(one for one in found if isinstance(one, str) and one) or None


def _parties(claims: Claims, rules: ClaimRules, key: bytes) -> _Parties:
    if rules.keten:
        return _chain(claims, rules.keten, rules, key)
    subject = _party(claims, rules.subject, key)
    if not rules.gemachtigde or not (rules.altijd_gemachtigd or _named(claims, rules.gemachtigde)):
        return _Parties(subject, subject)
    return _Parties(_party(claims, rules.gemachtigde, key), subject, represented=True)


def _named(claims: Claims, parties: tuple[PartyClaims, ...]) -> bool:
    """Whether anything at all is said of them: a claim that we do not understand must not pass for none, nor
    one from which the identifier is missing.
    """
    return any(claims.get(party.pad[0]) not in _UNSAID for party in parties)


def _chain(claims: Claims, path: ClaimPath, rules: ClaimRules, key: bytes) -> _Parties:
    """OIDC NL GOV: who logged in stands at the top, whom they represent below, the service consumer
    deepest.
    """
    links = list(_links(claims, path))
    actor, *others = (_party(one, rules.subject, key) for one in links)
    if not others:
        return _Parties(actor, actor)
    return _Parties(actor, others[-1], represented=True, between=tuple(others[:-1]))


def _links(claims: Claims, path: ClaimPath) -> Iterator[Claims]:
    yield claims
    below = at(claims, path)
    for _ in range(_LONGEST_CHAIN):
        if below is None:
            return
        if not isinstance(below, Mapping) or not isinstance(below.get("iss"), str):
            raise _claims_error(path, "does not name who is represented, and who vouches for it")
        yield below
        below = at(below, path)
    if below is not None:
        raise _claims_error(path, "is too long a chain")


def _party(claims: Claims, places: tuple[PartyClaims, ...], key: bytes) -> Identiteit:
    place = next((one for one in places if at(claims, one.pad) not in EMPTY), None)
    if place is None:
        raise _claims_error(places[0].pad, "is missing")
    soort = _soort(claims, place)
    waarde = _text(claims, place.pad)
    if place.vestiging_pad and at(claims, place.vestiging_pad) not in _UNSAID:
        if soort is not Identifier.KVK:
            raise _claims_error(place.vestiging_pad, "restricts to a branch what has none")
        soort, waarde = Identifier.VESTIGING, f"{waarde}/{_text(claims, place.vestiging_pad)}"
    shaped = _SHAPES[soort].fullmatch(waarde)
    if not shaped:
        raise _claims_error(place.pad, f"is not a {soort.name}")
    return Identiteit(pseudonym(key, soort, shaped[1]), soort, shaped[1])


def _soort(claims: Claims, place: PartyClaims) -> Identifier:
    if place.soort_pad is None or (place.soort and at(claims, place.soort_pad) in EMPTY):
        assert place.soort is not None  # PartyClaims has one or the other
        return place.soort
    word = _text(claims, place.soort_pad)
    if word not in place.soorten:
        raise _claims_error(place.soort_pad, "names an unknown kind of identifier")
    return place.soorten[word]


def _klantsoort(claims: Claims, rules: ClaimRules, subject: Identiteit) -> Klantsoort:
    fitting = (rule.klantsoort for rule in rules.uitzonderingen if _fits(claims, rule, subject))
    return next(fitting, rules.klantsoort)


def _fits(claims: Claims, rule: KlantsoortRule, subject: Identiteit) -> bool:
    nummer = subject.waarde.partition("/")[0]
    return (
        (rule.pad is None or not rule.waarden.isdisjoint(texts(at(claims, rule.pad))))
        and (not rule.soorten or subject.soort in rule.soorten)
        and (not rule.nummers or (subject.soort in _ORGANISATIES and nummer in rule.nummers))
    )


_ORGANISATIES = frozenset({Identifier.KVK, Identifier.VESTIGING, Identifier.RSIN})


def _niveau(claims: Claims, rules: ClaimRules) -> Niveau:
    acr = at(claims, rules.niveau)
    if acr is None:
        return rules.niveau_ontbreekt
    return rules.niveaus.get(acr, Niveau.GEEN) if isinstance(acr, str) else Niveau.GEEN


def _diensten(claims: Claims, services: ServiceClaims | None) -> frozenset[str]:
    paths = services.paden if services else ()
    values = [(path, at(claims, path)) for path in paths]
    for path, value in values:
        if not (value is None or isinstance(value, str) or _is_texts(value)):
            raise _claims_error(path, "is not a list of services")
    found = {word for _, value in values for word in words(value)} - _NO_SERVICES
    if services and services.namen:
        return frozenset(services.namen[word] for word in found if word in services.namen)
    return frozenset(found)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _granted(claims: Claims, rules: ClaimRules) -> frozenset[str]:
    found = ((rule, word) for rule in rules.scopes for word in words(at(claims, rule.pad)))
    return frozenset(rule.scopes[word] for rule, word in found if word in rule.scopes)


def _text(claims: Claims, path: ClaimPath) -> str:
    value = at(claims, path)
    if not isinstance(value, str) or not value:
        raise _claims_error(path, "is missing")
    return value


def _claims_error(path: ClaimPath, problem: str) -> ClaimsError:
    return ClaimsError("LOGIN_CLAIMS", f"the claim {'/'.join(path)} {problem}")

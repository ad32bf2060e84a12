"""Profiles: how the Dutch means of login usually look in the claims of a broker, by name.

A profile is where a configuration starts; brokers differ, and any part can be said otherwise. The names of
the claims are those of the attributes behind them: eToegang (eHerkenning and eIDAS, Afsprakenstelsel
Elektronische Toegangsdiensten 1.13), the GDI (DigiD Machtigen) and the OpenID Connect NL GOV profile 1.0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.assurance import Niveau
from auth.claim_path import ClaimPath
from auth.claim_rules import ClaimRules, KlantsoortRule, PartyClaims, ServiceClaims
from auth.principal import Identifier, Klantsoort

_DIGID_CLASS = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
_ETOEGANG_CLASS = "urn:etoegang:core:assurance-class:"
_EIDAS_CLASS = "http://eidas.europa.eu/LoA/"

DIGID_NIVEAUS: Mapping[str, Niveau] = {
    f"{_DIGID_CLASS}PasswordProtectedTransport": Niveau.BASIS,
    f"{_DIGID_CLASS}MobileTwoFactorContract": Niveau.MIDDEN,
    f"{_DIGID_CLASS}Smartcard": Niveau.SUBSTANTIEEL,
    f"{_DIGID_CLASS}SmartcardPKI": Niveau.HOOG,
}
ETOEGANG_NIVEAUS: Mapping[str, Niveau] = {
    f"{_ETOEGANG_CLASS}loa2": Niveau.BASIS,
    f"{_ETOEGANG_CLASS}loa2plus": Niveau.MIDDEN,
    f"{_ETOEGANG_CLASS}loa3": Niveau.SUBSTANTIEEL,
    f"{_ETOEGANG_CLASS}loa4": Niveau.HOOG,
}
EIDAS_NIVEAUS: Mapping[str, Niveau] = {
    f"{_EIDAS_CLASS}low": Niveau.BASIS,
    f"{_EIDAS_CLASS}substantial": Niveau.SUBSTANTIEEL,
    f"{_EIDAS_CLASS}high": Niveau.HOOG,
}
NIVEAUS: Mapping[str, Niveau] = {**DIGID_NIVEAUS, **ETOEGANG_NIVEAUS, **EIDAS_NIVEAUS}
"""The `acr` values of DigiD, eHerkenning and eIDAS. Any other value is `Niveau.GEEN`."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the claims mean, and how to ask for a level."""

    claims: ClaimRules
    acr_values: Mapping[Niveau, str] = field(default_factory=dict)


_KVK = "urn:etoegang:1.9:EntityConcernedID:KvKnr"
_RSIN = "urn:etoegang:1.9:EntityConcernedID:RSIN"
_SERVICES = ServiceClaims((("urn:etoegang:core:ServiceID",), ("urn:etoegang:core:ServiceUUID",)))
_COMPANY_NAME: ClaimPath = ("urn:etoegang:1.11:attribute-represented:CompanyName",)
_VESTIGING: ClaimPath = ("urn:etoegang:1.9:ServiceRestriction:Vestigingsnr",)

_ORGANISATIE = (
    PartyClaims(
        ("urn:etoegang:core:LegalSubjectID",),
        soort_pad=("namequalifier",),
        soorten={_KVK: Identifier.KVK, _RSIN: Identifier.RSIN},
        vestiging_pad=_VESTIGING,
    ),
    PartyClaims((_KVK,), Identifier.KVK, vestiging_pad=_VESTIGING),
    PartyClaims((_RSIN,), Identifier.RSIN),
)
"""An organisation as eHerkenning names it: since 1.13 by LegalSubjectID and its qualifier, before by one
claim for each kind. A BSN (of a sole trader) is not among the kinds: it would open the owner's private data
to whoever may log in for the business.
"""
_MEDEWERKER = (PartyClaims(("urn:etoegang:core:ActingSubjectID",), Identifier.PSEUDONIEM),)
_EIDAS_PERSOON = (
    PartyClaims(("urn:etoegang:1.12:EntityConcernedID:BSN",), Identifier.BSN),
    PartyClaims(("urn:etoegang:1.12:EntityConcernedID:PseudoID",), Identifier.PSEUDONIEM),
)
_BY_IDENTIFIER = (
    KlantsoortRule(
        Klantsoort.BEDRIJF,
        soorten=frozenset({Identifier.KVK, Identifier.VESTIGING, Identifier.RSIN, Identifier.EIDAS}),
    ),
)
"""Whoever is no organisation is a burger."""

_DIGID = ClaimRules(
    subject=(PartyClaims(("bsn",), Identifier.BSN),),
    klantsoort=Klantsoort.BURGER,
    niveaus={**DIGID_NIVEAUS, **EIDAS_NIVEAUS},
)
_DIGID_MACHTIGEN = ClaimRules(
    subject=(PartyClaims(("urn:nl-eid-gdi:1.0:LegalSubjectID",), Identifier.BSN),),
    klantsoort=Klantsoort.BURGER,
    gemachtigde=(PartyClaims(("urn:nl-eid-gdi:1.0:ActingSubjectID",), Identifier.BSN),),
    diensten=ServiceClaims((("urn:nl-eid-gdi:1.0:ServiceUUID",),)),
    niveaus={**DIGID_NIVEAUS, **EIDAS_NIVEAUS},
)
_EHERKENNING = ClaimRules(
    subject=_ORGANISATIE,
    klantsoort=Klantsoort.BEDRIJF,
    gemachtigde=(PartyClaims(("urn:etoegang:1.9:IntermediateEntityID:KvKnr",), Identifier.KVK),),
    altijd_gemachtigd=False,
    diensten=_SERVICES,
    handelend=_MEDEWERKER,
    naam=(_COMPANY_NAME,),
    niveaus={**ETOEGANG_NIVEAUS, **EIDAS_NIVEAUS},
)
_EHERKENNING_BEWINDVOERING = ClaimRules(
    subject=(PartyClaims(("sel_uid",), Identifier.BSN),),
    klantsoort=Klantsoort.BURGER,
    gemachtigde=_ORGANISATIE,
    diensten=_SERVICES,
    rol="bewindvoerder",
    handelend=_MEDEWERKER,
    naam=(_COMPANY_NAME,),
    niveaus={**ETOEGANG_NIVEAUS, **EIDAS_NIVEAUS},
)
_EIDAS = ClaimRules(
    subject=_EIDAS_PERSOON,
    klantsoort=Klantsoort.BURGER,
    naam=(("urn:etoegang:1.9:attribute:FirstName",), ("urn:etoegang:1.9:attribute:FamilyName",)),
    niveaus={**ETOEGANG_NIVEAUS, **EIDAS_NIVEAUS},
)
_EIDAS_BEDRIJF = ClaimRules(
    subject=(PartyClaims(("urn:etoegang:1.11:EntityConcernedID:eIDASLegalIdentifier",), Identifier.EIDAS),),
    klantsoort=Klantsoort.BEDRIJF,
    handelend=_EIDAS_PERSOON,
    naam=(_COMPANY_NAME,),
    niveaus={**ETOEGANG_NIVEAUS, **EIDAS_NIVEAUS},
)
_NLGOV = ClaimRules(
    subject=(
        PartyClaims(
            ("sub",),
            soort_pad=("sub_id_type",),
            soorten={
                "urn:nl-eid-gdi:1.0:id:BSN": Identifier.BSN,
                "urn:nl-eid-gdi:1.0:id:RSIN": Identifier.RSIN,
                "urn:nl-eid-gdi:1.0:id:KvKnr": Identifier.KVK,
                "urn:nl-eid-gdi:1.0:id:pseudonym": Identifier.PSEUDONIEM,
            },
        ),
    ),
    klantsoort=Klantsoort.BURGER,
    uitzonderingen=_BY_IDENTIFIER,
    keten=("represents",),
    diensten=ServiceClaims((("scope",),)),
    niveaus=NIVEAUS,
)
_KEYCLOAK = ClaimRules(
    subject=(
        PartyClaims(("aanvrager", "bsn"), Identifier.BSN),
        PartyClaims(("aanvrager", "kvk"), Identifier.KVK, vestiging_pad=("aanvrager", "vestigingsnummer")),
    ),
    klantsoort=Klantsoort.BURGER,
    uitzonderingen=_BY_IDENTIFIER,
    gemachtigde=(
        PartyClaims(("gemachtigde", "bsn"), Identifier.BSN),
        PartyClaims(("gemachtigde", "kvk"), Identifier.KVK),
    ),
    altijd_gemachtigd=False,
    diensten=ServiceClaims((("urn:etoegang:core:ServiceUUID",),)),
    naam=(("name",),),
    niveaus=NIVEAUS,
)


def _asking(niveaus: Mapping[str, Niveau]) -> Mapping[Niveau, str]:
    return {niveau: acr for acr, niveau in niveaus.items()}


PROFILES: Mapping[str, Profile] = {
    "digid": Profile(_DIGID, _asking(DIGID_NIVEAUS)),
    "digid_machtigen": Profile(_DIGID_MACHTIGEN, _asking(DIGID_NIVEAUS)),
    "eherkenning": Profile(_EHERKENNING, _asking(ETOEGANG_NIVEAUS)),
    "eherkenning_bewindvoering": Profile(_EHERKENNING_BEWINDVOERING, _asking(ETOEGANG_NIVEAUS)),
    "eidas": Profile(_EIDAS, _asking(ETOEGANG_NIVEAUS)),
    "eidas_bedrijf": Profile(_EIDAS_BEDRIJF, _asking(ETOEGANG_NIVEAUS)),
    "nlgov": Profile(_NLGOV, _asking(EIDAS_NIVEAUS)),
    "keycloak": Profile(_KEYCLOAK),
}

"""From claims to a Principal: whatever is missing or misshapen refuses the login."""

from dataclasses import replace
from typing import Any, ClassVar

import pytest
from harness.openid_provider import DIGID, SMARTCARD

from auth.assurance import Niveau
from auth.claim_rules import (
    ClaimRules,
    GrantedScopes,
    KlantsoortRule,
    PartyClaims,
    RequiredClaim,
    ServiceClaims,
)
from auth.claims import naam_of, principal_of
from auth.errors import ClaimsError, ConfigurationError
from auth.principal import Identifier, Klantsoort, Principal
from auth.profiles import NIVEAUS
from auth.pseudonym import pseudonym

KEY = b"k" * 32
BSN = "999990007"
BURGER = {"bsn": BSN, "acr": SMARTCARD}
ORGANISATIE = ClaimRules(
    (PartyClaims(("nummer",), soort_pad=("soort",), soorten={"K": Identifier.KVK, "R": Identifier.RSIN}),),
    Klantsoort.BEDRIJF,
    niveaus=NIVEAUS,
)


def by(rules: ClaimRules, **claims: Any) -> Principal:
    return principal_of({"acr": SMARTCARD, **claims}, replace(DIGID, claims=rules), KEY)


def refusal(rules: ClaimRules, **claims: Any) -> ClaimsError:
    with pytest.raises(ClaimsError) as caught:
        by(rules, **claims)
    return caught.value


def test_a_burger_is_known_by_the_pseudonym_of_their_bsn() -> None:
    principal = principal_of(BURGER, DIGID, KEY)
    assert principal.subject.id == pseudonym(KEY, Identifier.BSN, BSN)
    assert (principal.klantsoort, principal.niveau) == (Klantsoort.BURGER, Niveau.SUBSTANTIEEL)
    assert BSN not in repr(principal)


def test_the_code_of_digids_sector_before_a_bsn_is_no_part_of_it() -> None:
    assert principal_of({"bsn": f"s00000000:{BSN}"}, DIGID, KEY).subject.waarde == BSN
    assert refusal(DIGID.claims, bsn=f"s00000001:{BSN}").code == "LOGIN_CLAIMS"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"bsn": None},
        {"bsn": ""},
        {"bsn": 999990007},
        {"bsn": "99999000"},
        {"bsn": f"{BSN} "},
        {"bsn": "٩٩٩٩٩٠٠٠٧"},
        {"bsn": [BSN]},
        {"bsn": {"bsn": BSN}},
        {"BSN": BSN},
    ],
    ids=repr,
)
def test_a_missing_or_misshapen_identifier_refuses_the_login(claims: dict[str, Any]) -> None:
    error = refusal(DIGID.claims, **claims)
    assert error.code == "LOGIN_CLAIMS"
    assert "99999" not in str(error)


class TestKindsOfIdentifier:
    @pytest.mark.parametrize(
        ("word", "nummer", "soort"),
        [("K", "90000101", Identifier.KVK), ("R", "999980014", Identifier.RSIN)],
    )
    def test_a_claim_says_what_kind_of_number_it_is(self, word: str, nummer: str, soort: Identifier) -> None:
        assert by(ORGANISATIE, nummer=nummer, soort=word).subject.soort is soort

    @pytest.mark.parametrize("word", ["B", "", None, 1, ["K"]])
    def test_an_unknown_kind_refuses_the_login(self, word: object) -> None:
        assert refusal(ORGANISATIE, nummer="90000101", soort=word).code == "LOGIN_CLAIMS"

    def test_a_number_of_another_kind_than_it_is_said_to_be_refuses_the_login(self) -> None:
        assert refusal(ORGANISATIE, nummer="90000101", soort="R").code == "LOGIN_CLAIMS"

    def test_a_kind_can_stand_in_for_one_that_is_not_said(self) -> None:
        place = replace(ORGANISATIE.subject[0], soort=Identifier.KVK)
        rules = replace(ORGANISATIE, subject=(place,))
        assert by(rules, nummer="90000101").subject.soort is Identifier.KVK
        assert refusal(rules, nummer="90000101", soort="B").code == "LOGIN_CLAIMS"

    def test_the_first_place_that_holds_something_counts(self) -> None:
        places = (PartyClaims(("kvk",), Identifier.KVK), PartyClaims(("rsin",), Identifier.RSIN))
        rules = replace(ORGANISATIE, subject=places)
        assert by(rules, kvk="", rsin="999980014").subject.soort is Identifier.RSIN
        assert by(rules, kvk="90000101", rsin="999980014").subject.soort is Identifier.KVK
        assert refusal(rules, kvk="geen nummer", rsin="999980014").code == "LOGIN_CLAIMS"

    @pytest.mark.parametrize("soort", [None, Identifier.VESTIGING])
    def test_a_place_without_a_kind_is_a_mistake(self, soort: Identifier | None) -> None:
        with pytest.raises(ConfigurationError):
            PartyClaims(("nummer",), soort)


class TestVestiging:
    RULES = replace(ORGANISATIE, subject=(replace(ORGANISATIE.subject[0], vestiging_pad=("vestiging",)),))

    def test_a_branch_is_another_customer_than_its_company(self) -> None:
        company = by(self.RULES, nummer="90000101", soort="K")
        branch = by(self.RULES, nummer="90000101", soort="K", vestiging="000012345678")
        other = by(self.RULES, nummer="90000101", soort="K", vestiging="000012345679")
        assert len({company.subject.id, branch.subject.id, other.subject.id}) == 3
        assert (branch.subject.soort, branch.subject.waarde) == (
            Identifier.VESTIGING,
            "90000101/000012345678",
        )
        assert branch.klantsoort is Klantsoort.BEDRIJF

    @pytest.mark.parametrize(
        "vestiging", ["12345678", "000012345678/9", 12345678, ["000012345678"], [], {}, False]
    )
    def test_a_misshapen_restriction_does_not_open_the_company(self, vestiging: object) -> None:
        error = refusal(self.RULES, nummer="90000101", soort="K", vestiging=vestiging)
        assert error.code == "LOGIN_CLAIMS"

    def test_what_has_no_branches_cannot_be_restricted_to_one(self) -> None:
        error = refusal(self.RULES, nummer="999980014", soort="R", vestiging="000012345678")
        assert error.code == "LOGIN_CLAIMS"


class TestNiveau:
    @pytest.mark.parametrize("acr", [None, "", "opperst", 4, [SMARTCARD], SMARTCARD.lower()])
    def test_an_unknown_level_is_no_level_and_opens_nothing(self, acr: object) -> None:
        principal = by(DIGID.claims, **{**BURGER, "acr": acr})
        assert principal.niveau is Niveau.GEEN
        assert principal.scopes == frozenset()

    def test_a_level_that_the_provider_vouches_for_counts_only_where_none_is_given(self) -> None:
        rules = replace(DIGID.claims, niveau_ontbreekt=Niveau.MIDDEN)
        assert principal_of({"bsn": BSN}, replace(DIGID, claims=rules), KEY).niveau is Niveau.MIDDEN
        assert by(rules, bsn=BSN, acr="opperst").niveau is Niveau.GEEN

    @pytest.mark.parametrize(
        ("scheme", "names"),
        [
            (
                "urn:oasis:names:tc:SAML:2.0:ac:classes:",
                ("PasswordProtectedTransport", "MobileTwoFactorContract", "Smartcard", "SmartcardPKI"),
            ),
            ("urn:etoegang:core:assurance-class:", ("loa2", "loa2plus", "loa3", "loa4")),
            ("http://eidas.europa.eu/LoA/", ("low", "substantial", "high")),
        ],
    )
    def test_levels_keep_the_order_of_their_scheme(self, scheme: str, names: tuple[str, ...]) -> None:
        levels = [NIVEAUS[f"{scheme}{name}"] for name in names]
        assert levels == sorted(set(levels))


class TestKlantsoort:
    INSTELLING = Klantsoort.INSTELLING

    @pytest.mark.parametrize(
        ("rule", "claims", "holds"),
        [
            (KlantsoortRule(INSTELLING, soorten=frozenset({Identifier.RSIN})), {"soort": "R"}, True),
            (KlantsoortRule(INSTELLING, soorten=frozenset({Identifier.KVK})), {"soort": "R"}, False),
            (KlantsoortRule(INSTELLING, nummers=frozenset({"999980014"})), {}, True),
            (KlantsoortRule(INSTELLING, nummers=frozenset({"999980015"})), {}, False),
            (KlantsoortRule(INSTELLING, ("rechtsvorm",), frozenset({"stichting"})), {}, False),
            (
                KlantsoortRule(INSTELLING, ("rechtsvorm",), frozenset({"stichting"})),
                {"rechtsvorm": "stichting"},
                True,
            ),
            (
                KlantsoortRule(INSTELLING, ("rechtsvorm",), frozenset({"stichting"})),
                {"rechtsvorm": ["vereniging", "stichting"]},
                True,
            ),
            (
                KlantsoortRule(INSTELLING, ("rechtsvorm",), frozenset({"stichting"})),
                {"rechtsvorm": [["stichting"], {}, 1]},
                False,
            ),
            (
                KlantsoortRule(
                    INSTELLING, ("rechtsvorm",), frozenset({"stichting"}), nummers=frozenset({"999980015"})
                ),
                {"rechtsvorm": "stichting"},
                False,
            ),
        ],
    )
    def test_a_rule_makes_an_instelling_of_whom_all_of_it_fits(
        self, rule: KlantsoortRule, claims: dict[str, Any], holds: bool
    ) -> None:
        rules = replace(ORGANISATIE, uitzonderingen=(rule,))
        found = by(rules, **{"nummer": "999980014", "soort": "R", **claims}).klantsoort
        assert found is (self.INSTELLING if holds else Klantsoort.BEDRIJF)

    def test_a_branch_is_what_its_company_is(self) -> None:
        rule = KlantsoortRule(self.INSTELLING, nummers=frozenset({"90000101"}))
        rules = replace(TestVestiging.RULES, uitzonderingen=(rule,))
        branch = by(rules, nummer="90000101", soort="K", vestiging="000012345678")
        assert branch.klantsoort is self.INSTELLING

    def test_a_number_of_a_person_is_never_one_of_an_organisation(self) -> None:
        rule = KlantsoortRule(self.INSTELLING, nummers=frozenset({BSN}))
        assert by(replace(DIGID.claims, uitzonderingen=(rule,)), bsn=BSN).klantsoort is Klantsoort.BURGER

    @pytest.mark.parametrize("parts", [{}, {"pad": ("rechtsvorm",)}, {"waarden": frozenset({"stichting"})}])
    def test_a_rule_that_says_nothing_is_a_mistake(self, parts: dict[str, Any]) -> None:
        with pytest.raises(ConfigurationError):
            KlantsoortRule(self.INSTELLING, **parts)


class TestRepresentation:
    RULES = replace(
        DIGID.claims,
        gemachtigde=(PartyClaims(("gemachtigde", "bsn"), Identifier.BSN),),
        altijd_gemachtigd=False,
        diensten=ServiceClaims((("dienst",),), {"urn:1": "parkeren", "urn:2": "afval"}),
    )
    ACTOR: ClassVar = {"gemachtigde": {"bsn": "999990044"}}

    def test_a_representative_acts_for_another_within_a_mandate(self) -> None:
        principal = by(self.RULES, bsn=BSN, dienst="urn:1", **self.ACTOR)
        assert principal.subject.id == pseudonym(KEY, Identifier.BSN, BSN)
        assert principal.actor.id == pseudonym(KEY, Identifier.BSN, "999990044")
        assert principal.scopes == {
            "machtiging:parkeren",
            "loa:basis",
            "loa:midden",
            "loa:substantieel",
        }

    def test_an_unknown_service_opens_nothing(self) -> None:
        principal = by(self.RULES, bsn=BSN, dienst=["urn:2", "urn:3", "parkeren"], **self.ACTOR)
        assert principal.mandaat
        assert principal.mandaat.diensten == {"afval"}
        assert refusal(self.RULES, bsn=BSN, dienst="urn:3", **self.ACTOR).code == "LOGIN_MANDATE"

    def test_without_names_of_ours_the_providers_own_count(self) -> None:
        rules = replace(self.RULES, diensten=ServiceClaims((("dienst",), ("diensten",))))
        principal = by(rules, bsn=BSN, dienst="a b", diensten=["c"], **self.ACTOR)
        assert principal.mandaat
        assert principal.mandaat.diensten == {"a", "b", "c"}

    @pytest.mark.parametrize("dienst", [None, [], ""])
    def test_a_representative_without_a_service_is_refused(self, dienst: object) -> None:
        assert refusal(self.RULES, bsn=BSN, dienst=dienst, **self.ACTOR).code == "LOGIN_MANDATE"

    @pytest.mark.parametrize("dienst", [1, [1], {"urn:1": True}, ["urn:1", ""], ["urn:1", None]])
    def test_services_in_a_shape_that_we_do_not_know_are_refused(self, dienst: object) -> None:
        assert refusal(self.RULES, bsn=BSN, dienst=dienst, **self.ACTOR).code == "LOGIN_CLAIMS"

    @pytest.mark.parametrize(
        "gemachtigde", [{"kvk": "90000101"}, {"bsn": None}, {"bsn": ""}, {}, [], "iemand", [BSN], True]
    )
    def test_a_representative_whom_we_cannot_read_does_not_pass_for_nobody(self, gemachtigde: object) -> None:
        error = refusal(self.RULES, bsn=BSN, dienst="urn:1", gemachtigde=gemachtigde)
        assert error.code == "LOGIN_CLAIMS"

    def test_who_acts_for_themselves_has_no_mandate_whatever_service_is_named(self) -> None:
        principal = by(self.RULES, bsn=BSN, dienst="urn:1")
        assert principal.mandaat is None
        assert "klantsoort:burger" in principal.scopes

    def test_a_mandate_for_oneself_is_still_a_mandate(self) -> None:
        principal = by(self.RULES, bsn=BSN, dienst="urn:1", gemachtigde={"bsn": BSN})
        assert "klantsoort:burger" not in principal.scopes

    def test_a_login_that_is_always_for_another_needs_both(self) -> None:
        rules = replace(self.RULES, altijd_gemachtigd=True)
        assert refusal(rules, bsn=BSN, dienst="urn:1").code == "LOGIN_CLAIMS"

    @pytest.mark.parametrize("changes", [{"diensten": None}, {"keten": ("represents",)}, {"subject": ()}])
    def test_rules_that_say_half_are_a_mistake(self, changes: dict[str, Any]) -> None:
        with pytest.raises(ConfigurationError):
            replace(self.RULES, **changes)


class TestGrantedScopes:
    RULES = replace(
        DIGID.claims,
        scopes=(
            GrantedScopes(("realm_access", "roles"), {"meedenker": "meedenken"}),
            GrantedScopes(("scope",), {"graaf.proef": "proef"}),
        ),
    )

    def test_a_provider_grants_what_the_settings_name(self) -> None:
        claims = {"realm_access": {"roles": ["meedenker", "loa:hoog", 1]}, "scope": "openid graaf.proef"}
        principal = by(self.RULES, bsn=BSN, **claims)
        assert principal.verleend == {"meedenken", "proef"}
        assert {"meedenken", "proef"} <= principal.scopes
        assert "loa:hoog" not in principal.scopes

    def test_nothing_is_granted_to_who_acts_for_another_or_has_no_level(self) -> None:
        rules = replace(TestRepresentation.RULES, scopes=self.RULES.scopes)
        acting = by(rules, bsn=BSN, dienst="urn:1", scope="graaf.proef", **TestRepresentation.ACTOR)
        assert "proef" not in acting.scopes
        assert by(self.RULES, bsn=BSN, scope="graaf.proef", acr="geen").scopes == frozenset()

    @pytest.mark.parametrize("scope", ["klantsoort:burger", "loa:hoog", "machtiging:parkeren"])
    def test_what_follows_from_a_login_cannot_be_granted(self, scope: str) -> None:
        with pytest.raises(ConfigurationError):
            GrantedScopes(("rol",), {"baas": scope})


class TestRequiredClaims:
    @pytest.mark.parametrize(
        ("required", "value", "holds"),
        [
            (RequiredClaim(("x",)), "iets", True),
            (RequiredClaim(("x",)), False, True),
            (RequiredClaim(("x",)), None, False),
            (RequiredClaim(("x",)), "", False),
            (RequiredClaim(("x",), frozenset({"a"})), "a", True),
            (RequiredClaim(("x",), frozenset({"a"})), ["b", "a"], True),
            (RequiredClaim(("x",), frozenset({"a"})), "a b", False),
            (RequiredClaim(("x",), frozenset({"a"})), {"a": 1}, False),
        ],
    )
    def test_a_login_without_what_is_required_is_refused(
        self, required: RequiredClaim, value: object, holds: bool
    ) -> None:
        rules = replace(DIGID.claims, eisen=(required,))
        if holds:
            assert by(rules, bsn=BSN, x=value)
        else:
            assert refusal(rules, bsn=BSN, x=value).code == "LOGIN_CLAIMS"


def test_a_name_is_shown_only_when_it_is_one() -> None:
    assert naam_of({"naam": "Sanne"}, DIGID) == "Sanne"
    assert naam_of({"naam": ["Sanne"]}, DIGID) is None
    two = replace(DIGID, claims=replace(DIGID.claims, naam=(("voornaam",), ("achternaam",))))
    assert naam_of({"voornaam": "Sanne", "achternaam": "de Vries"}, two) == "Sanne de Vries"
    assert naam_of({"achternaam": "de Vries"}, two) == "de Vries"
    assert naam_of({"naam": "Sanne"}, two) is None

"""gateway.yaml and the environment become settings, or an error that names the key and hides the value."""

import pytest
from pydantic import ValidationError

from gateway.execution.failures import Disclosure, ErrorPolicy
from gateway.operation.limits import OperationLimits
from gateway.pipeline_rules import PipelineRules
from gateway.settings import GatewaySettings, SettingsError


def load(text: str = "", **environ: str) -> GatewaySettings:
    return GatewaySettings.load(text, environ)


def refused(text: str = "", **environ: str) -> str:
    with pytest.raises(SettingsError) as raised:
        load(text, **environ)
    return str(raised.value)


def test_nothing_need_be_set() -> None:
    settings = load()
    assert settings.limits.operation == OperationLimits()
    assert settings.timeout_seconds == PipelineRules().timeout
    assert settings.cross_origin.origins == ()


def test_the_file_is_read_and_the_environment_wins() -> None:
    text = "limits: {depth: 5, aliases: 7}\nintrospection: false"
    settings = load(
        text, GEMEENTEGRAAF__LIMITS__DEPTH="9", GEMEENTEGRAAF_DATABASE_URL="another program's", HOME="/"
    )
    assert settings.limits.operation == OperationLimits(depth=9, aliases=7)
    assert settings.introspection is False


def test_lists_in_the_environment_are_words_between_commas() -> None:
    settings = load(GEMEENTEGRAAF__CROSS_ORIGIN__ORIGINS="https://a.nl, http://localhost:3000")
    assert settings.cross_origin.origins == ("https://a.nl", "http://localhost:3000")


def test_what_is_told_of_errors_is_set_for_all_subgraphs_and_by_name() -> None:
    text = """
    errors: {subgraph_messages: false, subgraph_extensions: [hint], most: 7}
    subgraphs:
      zaken: {errors: {subgraph_messages: true}}
      website: {errors: {subgraph_extensions: ["*"]}}
      opendata: {url: "http://opendata"}
    """
    settings = load(text)
    policy = settings.error_policy
    assert policy.general == Disclosure(messages=False, extensions=frozenset({"hint"}))
    assert policy.own == {
        "zaken": Disclosure(extensions=frozenset({"hint"})),
        "website": Disclosure(messages=False, extensions=frozenset({"*"})),
    }
    assert settings.errors.most == 7
    assert load().error_policy == ErrorPolicy()
    from_environment = load(GEMEENTEGRAAF__ERRORS__SUBGRAPH_EXTENSIONS="hint, reason").errors
    assert from_environment.subgraph_extensions == ("hint", "reason")


def test_a_value_can_come_from_a_named_variable() -> None:
    text = "subgraphs: {zaken: {url: 'http://${ZAKEN_HOST}:4002/graphql'}}"
    assert load(text, ZAKEN_HOST="zaken").subgraphs["zaken"].url == "http://zaken:4002/graphql"
    assert refused(text) == "subgraphs.zaken.url: the environment has no variable ZAKEN_HOST"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("limits: {depth: diep}", "limits.depth"),
        ("limits: {depth: 0}", "limits.depth"),
        ("limits: {diepte: 5}", "limits.diepte"),
        ("onbekend: 1", "onbekend"),
        ("errors: {most: 0}", "errors.most"),
        ("errors: {messages: false}", "errors.messages"),
        ("limits: 5", "limits"),
        ("public_url: voorbeeldstad.nl", "public_url"),
        ("public_url: https://voorbeeldstad.nl/", "public_url"),
        ("cross_origin: {origins: [https://Voorbeeldstad.nl]}", "cross_origin.origins.0"),
        ("cross_origin: {origins: ['*'], credentials: true}", "cross_origin"),
        ("shutdown: {grace_seconds: -1}", "shutdown.grace_seconds"),
    ],
)
def test_an_error_names_the_key(text: str, key: str) -> None:
    assert refused(text).startswith(f"{key}: ")


def test_all_errors_come_at_once() -> None:
    assert len(refused("limits: {depth: x, tokens: y}\nonbekend: 1").splitlines()) == 3


def test_an_error_never_repeats_a_value() -> None:
    assert "geheim" not in refused("timeout_seconds: geheim")
    assert "geheim" not in refused("timeout_seconds: ${T}", T="geheim")
    assert "geheim" not in refused(GEMEENTEGRAAF__LIMITS__DEPTH="geheim")
    assert "geheim" not in refused("a: [geheim")


@pytest.mark.parametrize("text", ["- een\n- twee", "tekst", "5"])
def test_settings_are_a_mapping(text: str) -> None:
    assert "mapping" in refused(text)


def test_bad_yaml_is_refused_with_its_place() -> None:
    assert "line 2" in refused("a: 1\nb: [")


def test_a_variable_cannot_reach_into_a_plain_value() -> None:
    assert "GEMEENTEGRAAF__INTROSPECTION__DIEPER" in refused(
        "introspection: true", GEMEENTEGRAAF__INTROSPECTION__DIEPER="1"
    )


def test_settings_do_not_change() -> None:
    settings = load()
    with pytest.raises(ValidationError):
        settings.introspection = False


def test_every_setting_is_described_in_the_json_schema() -> None:
    schema = GatewaySettings.model_json_schema()
    sections = [each for each in (schema, *schema["$defs"].values()) if "properties" in each]
    undescribed = [
        name
        for section in sections
        for name, each in section["properties"].items()
        if "description" not in each and not any(ref in str(each) for ref in ("$ref", "additionalProperties"))
    ]
    assert undescribed == []


def test_files_are_of_the_subgraphs_that_are_named_and_over_http() -> None:
    settings = load("files: {subgraphs: {zaken: {}}, upload_bytes: 5, silence_seconds: 2}")
    assert settings.files.subgraphs["zaken"].url is None
    assert settings.files.patience(3).silence == 2
    assert "files.subgraphs.zaken.url" in refused("files: {subgraphs: {zaken: {url: /etc/passwd}}}")

"""No log line names a person or holds a secret, whoever wrote it and however."""

import logging
import secrets
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey

from auth.keys import dump_signing_key, generate_signing_key
from gemeentegraaf.redaction import REDACTED, RedactingFormatter, redacted
from gemeentegraaf.server import LOG_FORMAT
from subgraphs.service.elfproef import elfproef
from subgraphs.service.voorbeeldstad import PERSONAS

BSN = PERSONAS[0].waarde
COOKIE = secrets.token_urlsafe(32)
TOKEN = jwt.encode({"alg": "HS256"}, {"sub": "iemand"}, OctKey.import_key("x" * 32), algorithms=["HS256"])
KEY = dump_signing_key(generate_signing_key())


SECRETS = [
    (f"no such person: {BSN}", BSN),
    (f"bsn={BSN}&x=1", BSN),
    (f"{{'bsn': '{BSN}'}}", BSN),
    (f"{BSN[:4]}.{BSN[4:6]}.{BSN[6:]}", f"{BSN[:4]}.{BSN[4:6]}.{BSN[6:]}"),
    (f"/persoon/{BSN}/adres", BSN),
    (f"got {TOKEN} from somewhere", TOKEN),
    (f"Authorization: Bearer {TOKEN}", TOKEN),
    ("authorization: bearer ondoorzichtig-token", "ondoorzichtig-token"),
    ("authorization: DPoP kort-token-1", "kort-token-1"),
    (f"cookie: __Host-gemeentegraaf={COOKIE}; x=y", COOKIE),
    (f"gemeentegraaf-login={COOKIE}", COOKIE),
    (f"session {COOKIE} is gone", COOKIE),
    ("GET /auth/callback/digid?code=abc.def&state=gh-ij HTTP/1.1", "abc.def"),
    ("GET /auth/callback/digid?code=abc.def&state=gh-ij HTTP/1.1", "gh-ij"),
    ('{"client_secret": "geheim-van-ons"}', "geheim-van-ons"),
    ("could not connect to postgresql://graaf:wachtwoord@db/graaf", "wachtwoord"),
    ("valkey://:wachtwoord@db:6379", "wachtwoord"),
    (f"a key:\n{KEY}", KEY.splitlines()[1]),
]


@pytest.mark.parametrize(("line", "secret"), SECRETS, ids=[str(number) for number, _ in enumerate(SECRETS)])
def test_a_secret_does_not_stay(line: str, secret: str) -> None:
    assert secret in line
    assert secret not in redacted(line)
    assert REDACTED in redacted(line)


@pytest.mark.parametrize(
    "line",
    [
        "POST /graphql 200 12.3 ms",
        "a login failed: LOGIN_STATE",
        "zaak ZAAK-2026-0000012345 of 2026-03-02 has 123456789 and 20260302093000",
        "request 0c1e9ccf1a2b4c5d8e9f00112233445566 failed with ValueError",
        "schema c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2 is loaded",
        "the provider https://inloggen.voorbeeldstad.nl:8443/digid answered 500",
        '  File "/srv/graaf/gateway/http/endpoint.py", line 74, in _reply',
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert redacted(line) == line


@given(st.text(), st.sampled_from([one.waarde for one in PERSONAS if elfproef(one.waarde)]), st.text())
def test_no_text_around_it_hides_a_bsn(before: str, bsn: str, after: str) -> None:
    """But for digits, which make it another number."""
    if before[-1:].isdigit() or before[-1:] == "." or after[:1].isdigit():
        return
    assert bsn not in redacted(before + bsn + after)


def test_arguments_and_tracebacks_are_redacted_too() -> None:
    """Without a logger: what this test writes is read by the last test of the run."""
    try:
        int(f"{BSN} has no address")
    except ValueError:
        told, found = ({"bsn": BSN},), sys.exc_info()
    record = logging.LogRecord("tests", logging.ERROR, __file__, 1, "while looking up %s", told, found)
    text = RedactingFormatter(LOG_FORMAT).format(record)
    assert "Traceback" in text
    assert "while looking up" in text
    assert BSN not in text


@given(st.text() | st.sampled_from([f"state={COOKIE}", f"Bearer {TOKEN}", KEY, f"x {BSN}"]))
def test_what_was_redacted_stays_as_it_is(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)

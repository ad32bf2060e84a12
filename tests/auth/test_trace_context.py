"""W3C Trace Context: a header is believed only when it is one."""

import pytest

from auth.trace_context import TraceContext


def test_a_trace_goes_over_a_header_and_back() -> None:
    begun = TraceContext.fresh()
    assert TraceContext.read(begun.header) == begun
    assert begun.child().trace_id == begun.trace_id
    assert begun.child().span_id != begun.span_id


def test_no_two_traces_are_the_same() -> None:
    assert len({TraceContext.fresh().trace_id for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "onzin",
        f"00-{'0' * 32}-{'b' * 16}-01",
        f"00-{'a' * 32}-{'0' * 16}-01",
        f"00-{'A' * 32}-{'b' * 16}-01",
        f"00-{'a' * 31}-{'b' * 16}-01",
        f"ff-{'a' * 32}-{'b' * 16}-01",
        f"00-{'a' * 32}-{'b' * 16}-01-meer",
        f"00-{'a' * 32}-{'b' * 16}-01\n",
    ],
)
def test_what_is_no_traceparent_is_none(header: str | None) -> None:
    assert TraceContext.read(header) is None

"""What can go wrong with a call to an external register.

    RegisterUnavailable    no usable answer: down, too slow, too large, unreadable: it may come later
    RegisterRefused        the register answered, and said no (4xx). Asking again changes nothing.

Neither ever holds an address, a body or anything else of the call but what is listed here: all of these may
hold personal data. `code` and `invalid` of a refusal are what the register's own problem details name them
(NL API Design Rules, `Fout` and `ValidatieFout`), as far as they look like names.
"""

from enum import StrEnum

_DOWN = frozenset({502, 503, 504})
_PASSING = frozenset({408, 429, 502, 503, 504})


class Reason(StrEnum):
    """Why no usable answer came."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    LEFT_ALONE = "left_alone"
    STATUS = "status"
    REDIRECT = "redirect"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


class RegisterUnavailable(ConnectionError):
    """No usable answer came; whether a change was made is not known.

    `status` is there where the register (or what stands before it) sent one, `retry_after` is in seconds.
    """

    def __init__(
        self, register: str, reason: Reason, status: int | None = None, retry_after: float | None = None
    ) -> None:
        said = f"{reason.value} {status}" if status else reason.value
        super().__init__(f"register {register}: {said}")
        self.register = register
        self.reason = reason
        self.status = status
        self.retry_after = retry_after

    @property
    def is_down(self) -> bool:
        """Whether this speaks of the register as a whole, and not of one call."""
        return self.reason in {Reason.UNREACHABLE, Reason.TIMEOUT} or self.status in _DOWN

    @property
    def may_pass(self) -> bool:
        """Whether a second call, a moment later, may mend it. What was too slow is not asked again."""
        return self.reason is Reason.UNREACHABLE or self.status in _PASSING


class RegisterRefused(Exception):
    """The register answered with a 4xx `status`. `invalid` has (name, code) of each parameter it refused."""

    def __init__(
        self, register: str, status: int, code: str | None = None, invalid: tuple[tuple[str, str], ...] = ()
    ) -> None:
        parts = [f"register {register}: refused with {status}", code or ""]
        super().__init__(" ".join([*parts, *(f"{name}:{why}" for name, why in invalid)]).strip())
        self.register = register
        self.status = status
        self.code = code
        self.invalid = invalid

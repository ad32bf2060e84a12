"""Bereik: the part of a file that a client asks for by `Range` (RFC 9110, section 14).

    bereik = Bereik.lees(request.headers)     None: the whole, which is always right to give
    deel = bereik.van(omvang, etag)           None: the whole, as another version was begun with

One range of bytes is heeded. Several at once, other units and what cannot be read are as if not asked.
"""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

_EEN = re.compile(r"bytes=\s*(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))\s*", re.ASCII | re.IGNORECASE)


class Onbereikbaar(Exception):
    """Nothing of a file of `omvang` bytes lies in the range (status 416)."""

    def __init__(self, omvang: int) -> None:
        super().__init__(f"no part of {omvang} bytes")
        self.omvang = omvang

    @property
    def content_range(self) -> str:
        return f"bytes */{self.omvang}"


@dataclass(frozen=True, slots=True)
class Deel:
    """The bytes from `begin` up to, not including, `einde`, of `omvang` in all."""

    begin: int
    einde: int
    omvang: int

    @property
    def lengte(self) -> int:
        return self.einde - self.begin

    @property
    def content_range(self) -> str:
        return f"bytes {self.begin}-{self.einde - 1}/{self.omvang}"

    @property
    def gevraagd(self) -> str:
        """As a `Range` of its own, for who is asked next."""
        return f"bytes={self.begin}-{self.einde - 1}"


@dataclass(frozen=True, slots=True)
class Bereik:
    """From byte `eerste` up to and including `laatste` (to the end without it); without `eerste` the last
    `laatste` bytes. Only where the file is still the version `mits`, if that is said (`If-Range`).
    """

    eerste: int | None
    laatste: int | None
    mits: str | None = None

    @classmethod
    def lees(cls, headers: Mapping[str, str]) -> "Bereik | None":
        """What is asked by these headers."""
        found = _EEN.fullmatch(headers.get("range", ""))
        if found is None:
            return None
        eerste, laatste, achterste = (int(each) if each else None for each in found.groups())
        if eerste is not None and laatste is not None and laatste < eerste:
            return None
        return cls(eerste, laatste if eerste is not None else achterste, headers.get("if-range"))

    def van(self, omvang: int, etag: str | None) -> Deel | None:
        """Of a file of so many bytes; `etag` is a strong one, or None. Raises Onbereikbaar."""
        if self.mits is not None and self.mits != etag:
            return None
        if self.eerste is None:
            begin, einde = max(0, omvang - (self.laatste or 0)), omvang
        else:
            begin = self.eerste
            einde = omvang if self.laatste is None else min(self.laatste + 1, omvang)
        if begin >= einde:
            raise Onbereikbaar(omvang)
        return Deel(begin, einde, omvang)


async def knip(chunks: AsyncIterator[bytes], vanaf: int, deel: Deel) -> AsyncIterator[bytes]:
    """Of what begins at byte `vanaf` only the part; what comes after it is not read."""
    over, nodig = deel.begin - vanaf, deel.lengte
    async for chunk in chunks:
        eigen = chunk[over : over + nodig]
        over = max(0, over - len(chunk))
        if eigen:
            yield eigen
        nodig -= len(eigen)
        if nodig <= 0:
            return

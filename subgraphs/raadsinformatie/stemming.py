"""A vote of the council, per group and per member. In the terms of Popolo's VoteEvent."""

from dataclasses import dataclass
from enum import StrEnum


class Uitslag(StrEnum):
    """What came of a vote. Nothing else is known of one that is still to be taken."""

    AANGENOMEN = "aangenomen"
    VERWORPEN = "verworpen"
    ONBEKEND = "onbekend"


class Stem(StrEnum):
    """What one member did."""

    VOOR = "voor"
    TEGEN = "tegen"
    ONTHOUDEN = "onthouden"
    AFWEZIG = "afwezig"
    NIET_GESTEMD = "niet_gestemd"


@dataclass(frozen=True, slots=True)
class Fractiestem:
    """How many of one group were for and against. Those who were away count for neither."""

    fractie: str
    voor: int = 0
    tegen: int = 0
    onthouden: int = 0


@dataclass(frozen=True, slots=True)
class Raadslidstem:
    """What one member voted. `fractie` may be unknown."""

    raadslid: str
    stem: Stem
    fractie: str | None = None


@dataclass(frozen=True, slots=True)
class Stemming:
    """`fracties` may be there without `raadsleden`, as after a show of hands, and the other way round."""

    id: str
    onderwerp: str
    uitslag: Uitslag
    fracties: tuple[Fractiestem, ...] = ()
    raadsleden: tuple[Raadslidstem, ...] = ()

    @property
    def voor(self) -> int:
        return self._geteld("voor", Stem.VOOR)

    @property
    def tegen(self) -> int:
        return self._geteld("tegen", Stem.TEGEN)

    def _geteld(self, kolom: str, stem: Stem) -> int:
        """By member where the members are known: a group's own count may lack who came late."""
        if self.raadsleden:
            return sum(each.stem is stem for each in self.raadsleden)
        return sum(int(getattr(each, kolom)) for each in self.fracties)

"""Levels of assurance (betrouwbaarheidsniveaus) on one scale, lowest first."""

from enum import IntEnum


class Niveau(IntEnum):
    """The gateway's scale over DigiD, eHerkenning and eIDAS.

    The order inside one scheme is the scheme's; ranking the schemes against each other below `substantieel`
    is our choice. `GEEN` is what an unknown `acr` gets: it opens nothing.
    """

    GEEN = 0
    BASIS = 10
    MIDDEN = 20
    SUBSTANTIEEL = 30
    HOOG = 40

    @property
    def scopes(self) -> frozenset[str]:
        """`loa:` scopes this level opens: a higher level holds the lower ones."""
        return frozenset(f"loa:{niveau.name.lower()}" for niveau in Niveau if Niveau.GEEN < niveau <= self)

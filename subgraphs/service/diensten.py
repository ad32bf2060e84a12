"""The diensten of the municipality for which one can give someone a mandate: named here, and nowhere else."""

from enum import StrEnum


class Dienst(StrEnum):
    """What a customer can have someone else do. The values are what a mandate names, and its scopes."""

    BELASTINGEN = "belastingen"
    BURGERZAKEN = "burgerzaken"
    VERGUNNINGEN = "vergunningen"
    WERK_EN_INKOMEN = "werk-en-inkomen"
    ZORG_EN_ONDERSTEUNING = "zorg-en-ondersteuning"

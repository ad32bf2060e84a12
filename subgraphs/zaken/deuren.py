"""Deuren: all doors of the zaken service for handlers, behind one gate."""

from collections.abc import Callable
from datetime import datetime

from starlette.routing import Route

from subgraphs.service.database import Database
from subgraphs.zaken.afhandelaar import Afhandelaars
from subgraphs.zaken.behandeldeur import behandeling_routes
from subgraphs.zaken.behandeling import Behandeling, Tijd
from subgraphs.zaken.poort import Poort
from subgraphs.zaken.postbus.toezending import Toezending
from subgraphs.zaken.postbusdeur import postbus_routes


def deuren(
    database: Database,
    behandeling: Behandeling,
    afhandelaars: Afhandelaars,
    nu: Callable[[], Tijd],
    postbus_nu: Callable[[], datetime],
) -> list[Route]:
    """The routes for these handlers; without any, nobody gets in. `postbus_nu` is the time in the postbus."""
    poort = Poort(afhandelaars)
    return [
        *behandeling_routes(behandeling, poort, nu),
        *postbus_routes(Toezending(database), behandeling, poort, postbus_nu),
    ]

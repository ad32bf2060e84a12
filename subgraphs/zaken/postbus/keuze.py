"""Keuze: where each part of the postbus comes from, as the file of sources says."""

from collections.abc import Callable
from datetime import datetime

from subgraphs.service.database import Database
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.postbus.bijlagen import Bijlagen
from subgraphs.zaken.postbus.bijlagen_store import SqlBijlagen
from subgraphs.zaken.postbus.mandaatzicht import Mandaatzicht
from subgraphs.zaken.postbus.objecten import Objecten
from subgraphs.zaken.postbus.objecten_berichten import ObjectenBerichten
from subgraphs.zaken.postbus.objecten_taken import ObjectenTaken
from subgraphs.zaken.postbus.openklant import OpenklantContactmomenten
from subgraphs.zaken.postbus.postbus import Postbus
from subgraphs.zaken.postbus.source import Berichtenbron, Bijlagenbron, Contactmomentenbron, Takenbron
from subgraphs.zaken.postbus.store import SqlPostbus
from subgraphs.zaken.source import Zakenbron
from subgraphs.zaken.zgw.bijlagen import ZgwBijlagen


def open_postbus(
    database: Database,
    zaken: Zakenbron,
    documenten: Bijlagenbron | None,
    bronnen: Zaakbronnen,
    nu: Callable[[], datetime],
) -> Postbus:
    """The postbus; what no register is named for is in the database. `zaken` is where those are, and
    `documenten` what berichten elsewhere refer to, if there are registers for that.
    """
    objectensectie, openklantsectie = bronnen.objecten, bronnen.openklant
    eigen = SqlPostbus(database)
    taken: Takenbron = eigen
    berichten: Berichtenbron = eigen
    contactmomenten: Contactmomentenbron = eigen
    bijlagen: Bijlagenbron = SqlBijlagen(database)
    zicht = Mandaatzicht(zaken)
    closing = []
    if objectensectie is not None:
        objecten = Objecten(objectensectie, zicht)
        closing.append(objecten.close)
        if objectensectie.taken is not None:
            taken = ObjectenTaken(objecten, objectensectie.taken, database)
        if objectensectie.berichten is not None:
            berichten = ObjectenBerichten(objecten, objectensectie.berichten, database)
            bijlagen = documenten or ZgwBijlagen(())
    if openklantsectie is not None:
        openklant = OpenklantContactmomenten(openklantsectie, zicht)
        closing.append(openklant.close)
        contactmomenten = openklant
    return Postbus(taken, berichten, contactmomenten, Bijlagen(berichten, bijlagen, nu), nu, tuple(closing))

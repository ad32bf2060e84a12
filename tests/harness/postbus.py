"""A postbus over a database, at a moment."""

from __future__ import annotations

from datetime import datetime

from subgraphs.service.database import Database
from subgraphs.zaken.postbus.bijlagen import Bijlagen
from subgraphs.zaken.postbus.bijlagen_store import SqlBijlagen
from subgraphs.zaken.postbus.postbus import Postbus
from subgraphs.zaken.postbus.store import SqlPostbus


def sql_postbus(database: Database, nu: datetime) -> Postbus:
    """All three sources embedded."""
    store = SqlPostbus(database)
    bijlagen = Bijlagen(store, SqlBijlagen(database), lambda: nu)
    return Postbus(store, store, store, bijlagen, lambda: nu)

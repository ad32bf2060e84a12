"""Subgraph of the council: meetings, agendas, documents and votes."""

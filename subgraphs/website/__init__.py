"""Subgraph of the municipal website: products, opening hours, events, building projects and news."""

"""Subgraph of the customers themselves: persons, companies and institutions."""

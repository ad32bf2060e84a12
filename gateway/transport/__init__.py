"""The ways to reach a subgraph, behind one Protocol."""

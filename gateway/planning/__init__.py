"""From a permitted operation to a plan of subgraph fetches."""

"""Who is asking, with what assurance, on whose behalf; what that opens; what a subgraph is told."""

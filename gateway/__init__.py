"""One request in, one answer out: the federation runtime and its HTTP edge."""

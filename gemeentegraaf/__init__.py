"""The command line and the all-in-one process: the only package that knows all the others."""

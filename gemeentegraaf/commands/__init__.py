"""One file for each command that the command line offers."""

"""Open Forms as the source of the catalogue: its forms are filled in there, and found here."""

"""What the ZGW APIs give for one zaak at a time."""

PER_ZAAK = {
    "statussen": 1,
    "voortgang": 1,
    "besluiten": 1,
    "besluiten { documenten { titel } }": 2,
    "statussen { substatussen { omschrijving } }": 2,
}
"""How many calls they want for one zaak, by what is selected of it. Nothing else takes more for more."""

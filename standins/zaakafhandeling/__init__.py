"""A stand-in of a zaakafhandelcomponent: it is told of new zaken, and takes them forward step by step.

The scenario has these keys:

    naam      what it calls itself (`client_id`); else `zaakafhandeling`
    geheim    what it shares with the zaken service; else the one of `token.DEFAULT`
    zaken     the base URL of the zaken service
    tempo     seconds between two steps of a zaak; else 15

It takes notifications as CloudEvents in structured mode (NL GOV profile 1.0), and refuses what is none. What
it does depends on the zaak alone: the same zaak always ends the same way, and its customer gets a bericht.
"""

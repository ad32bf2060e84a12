"""The zaken of a real zaakregistratie, over the ZGW APIs: Zaken, Catalogi, Documenten and Besluiten."""

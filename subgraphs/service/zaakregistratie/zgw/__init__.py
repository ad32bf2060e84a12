"""The registration of aanvragen as zaken over the ZGW APIs: Zaken, Catalogi and Documenten."""

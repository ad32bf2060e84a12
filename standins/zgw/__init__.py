"""A stand-in of the ZGW APIs as Open Zaak and Open Notificaties serve them.

Zaken, Catalogi, Documenten and Besluiten at `/<name>/api/v1`, Notificaties at `/notificaties/api/v1`. The
scenario has these keys, each optional:

    jwtsecrets      [{identifier: client_id, secret: ...}]: who may call; else the one of `token.DEFAULT`
    applicaties     [{clientIds, heeftAlleAutorisaties, autorisaties}] as in the Autorisaties API; a client
                    without one has all
    catalogi        {catalogussen: [...], zaaktypen: [...], statustypen: [...], ...}
    zaken           {zaken: [...], rollen: [...], statussen: [...], resultaten: [...], ...}
    documenten      {enkelvoudiginformatieobjecten: [{..., inhoud: base64}]}
    besluiten       {besluiten: [...], besluitinformatieobjecten: [...]}
    notificaties    {kanaal: [...], abonnement: [...]}

Every thing has the fields that its API publishes; what is left out gets the default. Its `uuid` is given too,
or else made. What Open Zaak does not have yet (`tonenAanInitiator` of a document) is shown as it was given.
References are paths (`/catalogi/api/v1/zaaktypen/<uuid>`) or URLs of any host.

Where the real ones are lenient, this is strict, so that a mistake of a connector shows: `_zoek` refuses keys
that it does not know, and `Accept-Crs` must be there. Where they are surprising, this is too: filters on
rollen match one by one, so that two of them may be met by two different rollen; `zaakinformatieobjecten` is
not paged.
"""

"""What the file of GEMEENTEGRAAF_BRONNEN may say of a postbus elsewhere: an Objects API, an Open Klant."""

from typing import Annotated

from pydantic import Field, StringConstraints

from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie

Naam = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
Objecttype = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=1000)]
Seconden = Annotated[float, Field(gt=0, le=60)]


class Objectensectie(Sectie):
    """An Objects API that holds taken, berichten or both."""

    url: BaseUrl
    """Where `/objects` is, such as `https://objecten.voorbeeldstad.nl/api/v2`."""
    token: Geheim
    taken: Objecttype | None = None
    """The objecttype of taken (externe klanttaak, version 2); without it they are in our own database."""
    berichten: Objecttype | None = None
    """The objecttype of berichten; without it they are in our own database."""
    zaakregister: Naam | None = None
    """The `naam` of the register that their zaken are in; without it no zaak is shown with them."""
    seconden: Seconden = 5.0
    """How long one call may take, retries included."""


class Openklantsectie(Sectie):
    """An Open Klant with the contactmomenten."""

    url: BaseUrl
    """Where `/partijen` is, such as `https://openklant.voorbeeldstad.nl/klantinteracties/api/v1`."""
    token: Geheim
    zaakregister: Naam | None = None
    """The `naam` of the register that the zaken are in; without it no zaak is shown with them."""
    seconden: Seconden = 5.0
    """How long one call may take, retries included."""

"""Which real system stands behind this subgraph: the section `website` of the bronnen file.

website:
  cms:
    url: https://cms.voorbeeldstad.nl/jsonapi
    soorten:
      product: {pad: /node/product, velden: {titel: title, samenvatting: body.summary}}
"""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie
from subgraphs.service.register_client import RegisterClient, RegisterTarget
from subgraphs.website.cms import Cms, Houdbaarheid
from subgraphs.website.jsonapi import MEDIA_TYPE, Jsonapi, Vindplaats
from subgraphs.website.soort import SOORT_VAN

Pad = Annotated[str, StringConstraints(pattern=r"^(/[\w.~-]+)+$")]
Veld = Annotated[str, StringConstraints(pattern=r"^\w+(\.\w+)*$")]
Seconden = Annotated[float, Field(gt=0, le=7 * 86_400)]


class Soortsectie(Sectie):
    pad: Pad | None = None
    """Where the kind is, from `url`. Left out: /node/ and the kind's name, as Drupal has it."""
    velden: Mapping[str, Veld] = Field(default_factory=dict)
    """By the name of an attribute (docs/website.md) the CMS's own, with dots for what lies deeper."""


class Cmssectie(Sectie):
    url: BaseUrl
    """Where the JSON:API begins."""
    sleutel: Geheim | None = None
    """A bearer token, for a CMS that wants one."""
    verversen_seconden: Seconden = 60
    """After how long content is read anew."""
    bewaren_seconden: Seconden = 86_400
    """For how long content may stand in while the CMS cannot be read."""
    soorten: Mapping[str, Soortsectie] = Field(default_factory=dict)
    """By kind: product, nieuwsbericht, evenement, bouwproject, locatie."""

    @model_validator(mode="after")
    def _met_bekende_namen(self) -> Self:
        for naam, sectie in self.soorten.items():
            soort = SOORT_VAN.get(naam)
            if soort is None:
                raise ValueError(f"no such kind: {naam} (there are {', '.join(SOORT_VAN)})")
            if strange := sorted(set(sectie.velden) - soort.velden):
                raise ValueError(f"{naam} has no attribute {', '.join(strange)}")
        return self

    def bron(self) -> Cms:
        """The source that this section describes. Opens nothing yet."""
        headers = {"accept": MEDIA_TYPE}
        if self.sleutel is not None:
            headers["authorization"] = f"Bearer {self.sleutel.get_secret_value()}"
        gewoon = Soortsectie()
        vindplaatsen = {
            naam: Vindplaats(sectie.pad or f"/node/{naam}", sectie.velden)
            for naam in SOORT_VAN
            for sectie in [self.soorten.get(naam, gewoon)]
        }
        houdbaarheid = Houdbaarheid(self.verversen_seconden, self.bewaren_seconden)
        client = RegisterClient(RegisterTarget("cms", self.url, headers))
        return Cms(Jsonapi(client), vindplaatsen, houdbaarheid)


class Websitebronnen(Sectie):
    """Without a CMS: the embedded store."""

    cms: Cmssectie | None = None

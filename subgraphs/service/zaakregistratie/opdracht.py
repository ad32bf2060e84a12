"""An opdracht: what a customer asked for, and that a zaak must be made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.principal import Identiteit


@dataclass(frozen=True, slots=True)
class Opdracht:
    """A submitted aanvraag that must become a zaak of the zaaktype with this identificatie.

    `gegevens` is what was filled in, as JSON. `nummer` is what registers know the customer by, where the
    registration needs that.
    """

    aanvraag_id: str
    klant_id: str = field(repr=False)
    zaaktype: str
    omschrijving: str
    gegevens: Mapping[str, Any] = field(repr=False)
    ingediend_op: datetime
    nummer: Identiteit | None = field(default=None, repr=False)

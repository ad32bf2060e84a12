"""The input by which a list of datasets is narrowed, beside words and a theme."""

from dataclasses import replace
from datetime import date

import strawberry

from subgraphs.opendata.selectie import Selectie
from subgraphs.service.text import plain


@strawberry.input(description="Waaraan datasets voldoen: aan alles wat hier staat.")
class Datasetfilter:
    formaat: str | None = strawberry.field(
        default=None, description="In dit formaat te krijgen, zoals `CSV`."
    )
    uitgever: str | None = strawberry.field(
        default=None, description="Van deze uitgever: een waarde uit de facetten."
    )
    licentie: str | None = strawberry.field(
        default=None, description="Met deze licentie: een waarde uit de facetten."
    )
    reeks: strawberry.ID | None = strawberry.field(default=None, description="Uit deze reeks.")
    gewijzigd_sinds: date | None = strawberry.field(default=None, description="Op of na deze dag bijgewerkt.")

    def applied_to(self, selectie: Selectie) -> Selectie:
        """The selection, narrowed. Raises InvalidInput for a text that nothing can hold."""
        return replace(
            selectie,
            formaat=plain(self.formaat, "filter.formaat"),
            uitgever=plain(self.uitgever, "filter.uitgever"),
            licentie=plain(self.licentie, "filter.licentie"),
            reeks=plain(self.reeks, "filter.reeks"),
            gewijzigd_sinds=self.gewijzigd_sinds,
        )

"""Preparation: all that can be done for an operation before it runs, and the memory of it.

    document -> operation -> normalize -> authorize -> price -> plan -> compile

It depends on the text, on the values of the variables in @skip, @include, @defer and @stream, on what the
caller may open, on those progressive overrides that the operation can meet, and on whether the answer is
wanted in parts; it is remembered by exactly those. Nothing here waits, so two requests for the same on one
event loop cannot both find it missing: what is asked a hundred times at once is planned once.

A Preparation belongs to one supergraph and its memory dies with it: no plan can outlive its schema. What it
was asked most is handed to the next (`most_used`, `warm`).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from heapq import nlargest
from math import inf
from operator import attrgetter
from typing import Any

from graphql import OperationDefinitionNode

from auth.policy import Rights
from gateway.caching.bounded import BoundedCache
from gateway.execution.prepared import PreparedPlan, prepare
from gateway.operation.authorize import authorize
from gateway.operation.coordinates import coordinates
from gateway.operation.cost import CostFormula
from gateway.operation.denials import denials
from gateway.operation.document import Document, Rules
from gateway.operation.incremental_directives import holders, with_incremental_delivery
from gateway.operation.normalize import condition_variables, normalize
from gateway.operation.pricing import Pricing
from gateway.operation.refusal import OperationDenied
from gateway.operation.requirements import Requirements
from gateway.operation.selection import Operation
from gateway.pipeline_rules import PipelineRules
from gateway.planning.plan import Plan
from gateway.planning.planners import Planners
from gateway.planning.watch import Watch, unwatched
from gateway.processing import Processed
from gateway.projection.introspection import Introspection
from gateway.projection.project import Projection, compile_projection
from schema.override_labels import OverrideLabels
from schema.supergraph import Supergraph


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A document that was read, with the variables its conditions look at and the override labels it can
    meet; `has_parts` when it has @defer or @stream anywhere; `weight` is its own, in bytes.
    """

    text: str = field(repr=False)
    document: Document
    conditions: tuple[str, ...]
    labels: frozenset[str]
    has_parts: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Footing:
    """What of a request, beside its operation, decides the plan: what the caller may open, which of the
    override labels that the operation can meet are on, and whether the answer is wanted `in_parts`.
    """

    rights: Rights
    labels: frozenset[str] = frozenset()
    in_parts: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Used:
    """An operation as it was prepared: what is needed to prepare it again, and nothing of who asked.

    `decided` are the values of the variables in its conditions, `uses` how often it was wanted.
    """

    text: str = field(repr=False)
    name: str | None
    decided: Mapping[str, Any]
    footing: Footing
    uses: int


@dataclass(slots=True, eq=False)
class Prepared:
    """A plan with all that can be worked out from it beforehand, and how often it was wanted."""

    cost: CostFormula
    plan: PreparedPlan
    projection: Projection
    introspection: Introspection | None
    processed: Processed
    known: Known
    name: str | None
    decided: Mapping[str, Any]
    footing: Footing
    uses: int = 0

    @property
    def used(self) -> Used:
        return Used(self.known.text, self.name, self.decided, self.footing, self.uses)


class Preparation:
    """Prepares operations over one supergraph. `planned` counts those that were not remembered."""

    def __init__(self, supergraph: Supergraph, rules: PipelineRules) -> None:
        self.planned = 0
        self._rules = rules
        public = supergraph.public
        self.schema = with_incremental_delivery(public) if rules.incremental_delivery else public
        self._full = supergraph.full
        self.activities = supergraph.activities
        self._planners = Planners(supergraph)
        self._pricing = Pricing(supergraph, rules.limits.list_size)
        self._labels = OverrideLabels(supergraph)
        self._requirements = Requirements(supergraph)
        self._scopes, self._policies = self._requirements.scopes, self._requirements.policies
        self._documents = BoundedCache[str, Known](rules.document_bytes)
        self._plans = BoundedCache[Hashable, Prepared](rules.plan_bytes)

    @property
    def plan_weight(self) -> int:
        """What the remembered plans take, in bytes."""
        return self._plans.weight

    def known(self, text: str) -> Known:
        """Raises Refusal."""
        known = self._documents.get(text)
        if known is None:
            document = Document.read(text, Rules(self.schema, self._rules.limits, self._rules.introspection))
            conditions = tuple(sorted(condition_variables(document.node)))
            labels, has_parts = self._labels_of(document), bool(holders(document.node))
            known = Known(text, document, conditions, labels, has_parts, weight_of(text))
            self._documents.put(text, known, known.weight)
        return known

    def prepared(
        self,
        known: Known,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        footing: Footing,
    ) -> Prepared:
        """Raises UnplannableError; TooExpensive, with these variables; OperationDenied when the rules are to
        reject.
        """
        return self._prepared(known, operation, variables, footing, self._rules.limits.cost)

    def _prepared(
        self,
        known: Known,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        footing: Footing,
        most: float,
    ) -> Prepared:
        """Raises TooExpensive when it may cost more than `most`."""
        decided = {name: variables.get(name) for name in known.conditions}
        name = operation.name.value if operation.name else None
        opens = self.fingerprint(footing.rights)
        key = (known, name, tuple(decided.values()), opens, footing.labels, footing.in_parts)
        prepared = self._plans.get(key)
        if prepared is not None:
            prepared.cost.check(variables, most)
        else:
            permitted = self._permitted(known, operation, variables, footing, unwatched)
            cost = self._pricing.formula(permitted)
            cost.check(variables, most)
            plan = self._planners.having(footing.labels).plan(permitted, unwatched)
            self.planned += 1
            prepared = Prepared(
                cost,
                prepare(plan),
                compile_projection(plan.output, self.schema, self._rules.most_errors),
                Introspection.of(known.document.node, operation, plan.output),
                Processed.by(plan, self.activities) if self._rules.processing else Processed(),
                known,
                name,
                decided,
                replace(footing, rights=footing.rights.remembered(self._policies)),
            )
            # The key keeps the document, and what is projected grows with it even where nothing is fetched.
            fetched = weight_of(*(fetch.document for fetch in plan.fetches))
            self._plans.put(key, prepared, known.weight + fetched)
        prepared.uses += 1
        return prepared

    def fingerprint(self, rights: Rights) -> Hashable:
        """All that plans depend on of what a caller may open."""
        return rights.fingerprint(self._scopes, self._policies)

    def plan(
        self,
        known: Known,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        footing: Footing,
        watch: Watch = unwatched,
    ) -> Plan:
        """The plan, without remembering it, whatever it costs. Raises UnplannableError, and OperationDenied
        when the rules are to reject.
        """
        watch("labels", footing.labels)
        permitted = self._permitted(known, operation, variables, footing, watch)
        return self._planners.having(footing.labels).plan(permitted, watch)

    def most_used(self, most: int) -> list[Used]:
        """So many operations of those remembered, what is wanted most first."""
        return [prepared.used for prepared in nlargest(most, self._plans.values(), attrgetter("uses"))]

    def warm(self, used: Used) -> None:
        """Prepare what another Preparation was asked. Raises Refusal or UnplannableError when this schema has
        no such operation any more.

        Half of its uses are carried over: what is asked no longer fades with each generation. What it costs
        is not judged: that rests on variables that are not remembered, and each request is priced anew.
        """
        known = self.known(used.text)
        operation = known.document.operation(used.name)
        footing = replace(used.footing, labels=used.footing.labels & known.labels)
        self._prepared(known, operation, used.decided, footing, inf).uses = used.uses // 2

    def _permitted(
        self,
        known: Known,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        footing: Footing,
        watch: Watch,
    ) -> Operation:
        document, full = known.document.node, self._full
        normalized = normalize(document, operation, variables, full, in_parts=footing.in_parts)
        watch("normalized", normalized)
        permitted = authorize(normalized, self._requirements, footing.rights)
        watch("permitted", permitted)
        if self._rules.reject and (denied := denials(permitted)):
            raise OperationDenied.of(denied)
        return permitted

    def _labels_of(self, document: Document) -> frozenset[str]:
        """Most supergraphs have none, and then no document is looked through for them."""
        if not self._labels.all:
            return self._labels.all
        return self._labels.met_by(coordinates(document.node, self.schema))


def weight_of(*texts: str) -> int:
    """About what a parsed document or a prepared plan takes in memory, from the texts it is made of.

    Measured on syntax trees: 150 to 250 bytes a character.
    """
    return 2_000 + 200 * sum(map(len, texts))

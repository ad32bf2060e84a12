"""ErrorSection: what clients are told of errors, as gateway.yaml says it: in general, and by subgraph."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import PositiveInt

from gateway.execution.failures import Disclosure, ErrorPolicy
from gateway.pipeline_rules import PipelineRules
from gateway.settings_section import Section, Words

_DISCLOSURE, _RULES = Disclosure(), PipelineRules()


class SubgraphErrorSection(Section):
    """What clients are told of one subgraph's errors, where that differs from the general `errors`."""

    subgraph_messages: bool | None = None
    """Whether its own messages are passed on."""
    subgraph_extensions: Words | None = None
    """Which entries of its errors' `extensions` are passed on."""


class ErrorSection(Section):
    """What clients are told of errors."""

    subgraph_messages: bool = _DISCLOSURE.messages
    """Whether a subgraph's own message is passed on. If not, a fixed sentence stands in its place."""
    subgraph_extensions: Words = tuple(sorted(_DISCLOSURE.extensions))
    """Which entries of the `extensions` of a subgraph's errors are passed on, besides `code`; `*` for all."""
    most: PositiveInt = _RULES.most_errors
    """How many errors an answer has at most. One more then says how many are left out."""

    def policy(self, subgraphs: Mapping[str, SubgraphErrorSection | None]) -> ErrorPolicy:
        """`subgraphs` are the settings of those that have any of their own."""
        own = {name: self._disclosure(section) for name, section in subgraphs.items() if section}
        return ErrorPolicy(self._disclosure(SubgraphErrorSection()), own)

    def _disclosure(self, own: SubgraphErrorSection) -> Disclosure:
        messages, extensions = own.subgraph_messages, own.subgraph_extensions
        return Disclosure(
            messages=self.subgraph_messages if messages is None else messages,
            extensions=frozenset(self.subgraph_extensions if extensions is None else extensions),
        )

"""Known documents: a gateway sends the same texts over and over, and each is parsed and validated once."""

from collections import OrderedDict
from collections.abc import Callable, Iterator

from graphql import DocumentNode
from strawberry.extensions import SchemaExtension


class KnownDocuments:
    """The last `size` texts that were valid in one schema."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._documents: OrderedDict[str, DocumentNode] = OrderedDict()

    def get(self, text: str) -> DocumentNode | None:
        if text in self._documents:
            self._documents.move_to_end(text)
        return self._documents.get(text)

    def keep(self, text: str, document: DocumentNode) -> None:
        self._documents[text] = document
        if len(self._documents) > self._size:
            self._documents.popitem(last=False)

    @property
    def extension(self) -> Callable[[], SchemaExtension]:
        """What a schema takes to make use of them."""
        return lambda: _Known(self)


class _Known(SchemaExtension):
    """For one operation. What was not known is left to strawberry, which says what is wrong with it."""

    def __init__(self, known: KnownDocuments) -> None:
        super().__init__()
        self._known = known

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        if context.query:
            context.graphql_document = context.graphql_document or self._known.get(context.query)
        yield

    def on_validate(self) -> Iterator[None]:
        context, text = self.execution_context, self.execution_context.query or ""
        if context.graphql_document is self._known.get(text):
            context.pre_execution_errors = []
        yield
        if not context.pre_execution_errors and context.graphql_document:
            self._known.keep(text, context.graphql_document)

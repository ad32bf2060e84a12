"""FileRefused: why a file does not go by, for the client."""

from gateway.errors import ClientError
from gateway.http.problem import Problem


class FileRefused(ClientError):
    """A file does not go by; the client is told the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem

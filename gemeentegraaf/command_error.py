"""CommandError: what a command could not do, in words for whoever typed it."""

FAILED = 1
"""Exit code: the command did its work, and the outcome is no."""
UNUSABLE = 2
"""Exit code: what the command was given cannot be used."""


class CommandError(Exception):
    """Ends the command. The text goes to the standard error output, without a traceback."""

    def __init__(self, message: str, exit_code: int = UNUSABLE) -> None:
        super().__init__(message)
        self.exit_code = exit_code

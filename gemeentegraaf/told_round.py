"""told_round: how a round of a synchroniser that stops is told on the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

from gemeentegraaf.command_error import FAILED, CommandError
from subgraphs.service.database import DatabaseUnavailable
from subgraphs.service.pacht import AlBezig, PachtVerloren
from subgraphs.service.settings import SettingsError


@contextmanager
def told_round(*unreachable: type[Exception]) -> Iterator[None]:
    """Raises CommandError for what a round raises; `unreachable` says that its source is not there."""
    try:
        yield
    except (SettingsError, DatabaseUnavailable) as error:
        raise CommandError(str(error)) from error
    except AlBezig as error:
        raise CommandError(str(error), FAILED) from error
    except PachtVerloren as error:
        raise CommandError(
            "another round may have begun: this one stops, what was done stays done", FAILED
        ) from error
    except unreachable as error:
        raise CommandError(f"{error}: what was done stays done, the next round goes on", FAILED) from error

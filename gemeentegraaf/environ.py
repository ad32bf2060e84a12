"""The process's environment, with the files that it points at."""

from collections.abc import Mapping
from pathlib import Path

from gemeentegraaf.supergraph_source import read_text

PREFIX = "GEMEENTEGRAAF_"
SUFFIX = "_FILE"


def with_files(environ: Mapping[str, str]) -> dict[str, str]:
    """For each GEMEENTEGRAAF_X_FILE also GEMEENTEGRAAF_X, unless that is set: the text of the file.

    So a secret can be a file that a container engine mounts. Raises CommandError when one cannot be read.
    """
    found = {
        name.removesuffix(SUFFIX): read_text(Path(path)).strip()
        for name, path in environ.items()
        if name.startswith(PREFIX) and name.endswith(SUFFIX)
    }
    return {**found, **environ}

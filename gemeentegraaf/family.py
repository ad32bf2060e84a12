"""Family: packages beside each other, each with a module of the same name, so that one can be run by name."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from gemeentegraaf.command_error import CommandError


@dataclass(frozen=True, slots=True)
class Family:
    """The packages in `package` with a module called `module`; `noun` is what people call one of them."""

    package: ModuleType
    module: str
    noun: str

    @property
    def names(self) -> list[str]:
        """Of all of them, sorted."""
        folders = (Path(place) for place in self.package.__path__)
        return sorted(path.parent.name for folder in folders for path in folder.glob(f"*/{self.module}.py"))

    def member(self, name: str) -> Any:
        """The module of the one called `name`. Raises CommandError when there is none."""
        if name not in (known := self.names):
            raise CommandError(f"there is no {self.noun} {name}: choose from {', '.join(known)}")
        return import_module(f"{self.package.__name__}.{name}.{self.module}")

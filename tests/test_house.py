"""The house rules that a program can check, so that a review need not."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("gemeentegraaf", "gateway", "subgraphs", "standins", "auth", "schema")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50

CHECKS = {
    "imports go only where the architecture allows": ("lint-imports", "--no-cache"),
    "ruff finds nothing": ("ruff", "check", "."),
    "the code is formatted": ("ruff", "format", "--check", "."),
    "mypy proves the types": ("mypy",),
}


def modules(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts)


def show(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("check", CHECKS, ids=lambda name: name.replace(" ", "-"))
def test_static_checks(check: str) -> None:
    program, *arguments = CHECKS[check]
    done = subprocess.run(
        [Path(sys.executable).parent / program, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"not so: {check}\n{done.stdout}"


def test_a_package_file_holds_only_its_docstring() -> None:
    offenders = [
        show(path)
        for path in modules(*PACKAGES)
        if path.name == "__init__.py" and not is_docstring_only(path)
    ]
    assert offenders == []


def is_docstring_only(path: Path) -> bool:
    module = ast.parse(path.read_text())
    return len(module.body) == 1 and ast.get_docstring(module) is not None


def test_files_stay_readable_in_one_sitting() -> None:
    lengths = {show(path): len(path.read_text().splitlines()) for path in modules(*PACKAGES, "tests", "docs")}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_readable_on_one_screen() -> None:
    offenders = {
        f"{show(path)}:{function.lineno} {function.name}": length
        for path in modules(*PACKAGES, "tests", "docs")
        for function, length in functions(path)
        if length > LONGEST_FUNCTION
    }
    assert offenders == {}


def functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1


PATH_IN_PROSE = re.compile(
    r"`([\w.-]*/[\w./<>*-]*|[\w-]+\.(?:py|md|toml|yaml|yml|txt|graphql))`|\]\((?!https?:|#)([^)#]+)\)"
)
SERVED = re.compile(r"^/")  # a path on the server, as /graphql


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md"])
def test_every_path_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text()
    named = {first or second for first, second in PATH_IN_PROSE.findall(text)}
    missing = [name for name in sorted(named) if not SERVED.match(name) and not exists(name, document)]
    assert missing == []


def exists(name: str, document: str) -> bool:
    """A path counts from the root or from the document; a bare file name may be anywhere in our packages."""
    bases = [ROOT, (ROOT / document).parent]
    if any(list(base.glob(name)) for base in bases):
        return True
    return "/" not in name and any(path.name == name for path in modules(*PACKAGES))

"""The rooms of the house: imports go down the floors, never back up, and nothing imports what makes the weights."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from setuptools import find_packages

ROOT = Path(__file__).parent.parent
FLOORS = (
    # the ground that everything stands on, then one floor above the other; files of a room may use each other
    "ingest.errors ingest.cache ingest.json_form ingest.naming",
    "ingest.text ingest.metadata ingest.scope",
    "ingest.document",
    "ingest.formats ingest.embedding ingest.stores",
    "ingest.chunking",
    "ingest.parts",
    "ingest.recipe ingest.batch ingest.overview",
    "ingest.store_pair",
    "ingest.addition",
    "ingest.index",
    "ingest.pipeline",
    "ingest.folders",
    "qa.settings qa.phrases qa.markers qa.blocking",
    "qa.answer",
    "qa.retrieval qa.dialogue",
    "qa.mentions qa.known_nouns",
    "qa.wishes",
    "qa.quoting",
    "qa.reader",
    "qa.looking qa.writing",
    "qa.parts",
    "qa.evidence",
    "qa.system",
    "qa.evaluation qa.runnable",
    "qa.training",
    "ui.http",
    "ui.page",
    "ui.server",
    "ui.terminal",
    "ui.__main__",
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms.split()}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("ingest", "qa", "ui")
    for path in (ROOT / package).rglob("*.py")
}


def imported(path: Path) -> Iterator[str]:
    """The project's modules that a module imports, also inside functions and for types alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module)):
                names = [f"{module}.{alias.name}" for alias in node.names]
            case _:
                continue
        for name in names:
            while name and name not in MODULES:
                name = name.rpartition(".")[0]
            if name:
                yield name


def room(module: str) -> str:
    """The longest name of a room that the module is in."""
    return max((name for name in FLOOR if f"{module}.".startswith(f"{name}.")), key=len, default="")


@pytest.mark.parametrize("module", sorted(name for name in MODULES if "." in name))
def test_a_module_stands_on_a_floor_and_imports_only_what_is_below(module: str) -> None:
    here = room(module)
    assert here, f"{module} is in no room"
    above = [name for name in imported(MODULES[module]) if FLOOR.get(room(name), -1) > FLOOR[here]]
    assert not above, f"{module} imports {above} from above"


def test_rooms_of_one_floor_leave_each_other_alone() -> None:
    beside = [
        (module, name)
        for module in MODULES
        for name in imported(MODULES[module])
        if room(module) and room(name) and room(module) != room(name) and FLOOR[room(module)] == FLOOR[room(name)]
    ]
    assert beside == []


def test_nothing_imports_what_makes_the_weights() -> None:
    outside = [module for module in MODULES if not module.startswith("qa.training")]
    assert [m for m in outside if any(name.startswith("qa.training") for name in imported(MODULES[m]))] == []


def test_what_makes_the_weights_is_in_no_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]["find"]
    packages = find_packages(str(ROOT), include=settings["include"], exclude=settings["exclude"])
    assert "qa.reader" in packages
    assert not [name for name in packages if name.startswith("qa.training")]

"""The contributor's pages name only what exists."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from qa.settings import Settings, env_name

ROOT = Path(__file__).parent.parent
PAGES = ("CONTRIBUTING.md", "docs/architecture.md")
TOP = ("ingest", "qa", "ui", "tests", "benchmarks", "docs")


def named(page: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (ROOT / page).read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_is_named_exists(page: str) -> None:
    paths = {name for name in named(page, rf"(?:{'|'.join(TOP)})/[\w./]*\w") if "NAME" not in name}
    assert len(paths) > 15
    assert sorted(name for name in paths if not (ROOT / name).exists()) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_is_named_exists(page: str) -> None:
    assert named(page, r"DALIL_[A-Z_]+") <= {env_name(one.name) for one in fields(Settings)}


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_is_named_exists(page: str) -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named(page, r"`make (\w+)") <= targets


def test_every_room_is_in_the_table() -> None:
    packages = [folder for top in ("ingest", "qa", "ui") for folder in (ROOT / top).iterdir()]
    rooms = {f"{one.parent.name}/{one.name}" for one in packages if (one / "__init__.py").is_file()}
    assert rooms <= named("docs/architecture.md", r"\n\| `([\w/]+)` \|")

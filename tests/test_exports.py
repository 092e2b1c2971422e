"""What `from qa import …` and `from ingest import …` give, and what it costs to import them."""

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import ingest
import qa
from ingest.errors import UsageError
from qa.system import System
from tests.conftest import ARTICLE
from tests.test_rooms import MODULES, ROOT, imported

HEAVY = ("torch", "chromadb", "gradio", "langchain", "langchain_core", "transformers", "numpy", "sentence_transformers")


def for_type_checkers(package: str) -> dict[str, str]:
    """The exported names by the module that the `TYPE_CHECKING` block imports them from."""
    tree = ast.parse((ROOT / package / "__init__.py").read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    return {alias.name: str(i.module) for i in block.body if isinstance(i, ast.ImportFrom) for alias in i.names}


@pytest.mark.parametrize("package", ["ingest", "qa"])
def test_a_type_checker_and_python_find_the_same_names_in_the_same_modules(package: str) -> None:
    module = importlib.import_module(package)
    assert for_type_checkers(package) == module._HOME
    defined_here = {"ask"} if package == "qa" else set()
    assert sorted(module.__all__) == sorted({*module._HOME, *defined_here})


@pytest.mark.parametrize(("package", "name"), [(p, name) for p in (ingest, qa) for name in p.__all__])
def test_every_exported_name_is_there_and_listed(package: object, name: str) -> None:
    assert getattr(package, name) is not None
    assert name in dir(package)


def test_a_name_that_is_not_exported_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'qa' has no attribute 'answers'"):
        _ = qa.answers
    with pytest.raises(ImportError, match="cannot import name 'documents' from 'ingest'"):
        exec("from ingest import documents")


@pytest.mark.parametrize(
    "program",
    [
        "import qa, ingest, ui",
        "from qa import Settings, Answer, Citation, Sentence; from ingest import Document, DalilError",
        "from ui.terminal.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
    ],
)
def test_an_import_and_the_help_load_no_large_library(program: str) -> None:
    shown = f"import sys, json\n{program}\nprint(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_our_own_modules_import_from_where_a_name_is_defined() -> None:
    assert [name for name, path in MODULES.items() if {"qa", "ingest"} & set(imported(path))] == []


@pytest.mark.parametrize("package", ["ingest", "qa", "ui"])
def test_each_package_says_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


@pytest.mark.model
def test_ask_answers_from_the_index_that_the_settings_name(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no `.env`
    answer = qa.ask("متى التقى بوتين وكيري؟", data=str(system.settings.data))
    assert answer.answered
    assert [citation.source for citation in answer.citations] == [str(ARTICLE)]


def test_ask_refuses_a_setting_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="unknown setting colour; the settings are data, cache, embedding"):
        qa.ask("?", colour="blue")

"""Test sets that a test writes itself."""

from pathlib import Path

from qa.evaluation.formats import read_testset
from qa.evaluation.testset import TestSet


def read(folder: Path, name: str, text: str) -> TestSet:
    """What is read of a file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_testset(path)

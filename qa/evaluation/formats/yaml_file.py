"""YAML, as promptfoo and LlamaIndex write it, by PyYAML's safe loader."""

from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from qa.evaluation.formats.text import read_text


def read_yaml(path: Path) -> Any:
    """The first document's value. Raises SourceError with the line of the fault."""
    import yaml

    try:
        return yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = f", line {place.line + 1}" if place else ""
        raise SourceError(f"{path}{line}: not YAML: {getattr(error, 'problem', None) or error}") from error

from pathlib import Path

import pytest

from ingest.errors import SourceError
from qa.evaluation.formats.text import json_lines, read_json

DEEP = "[" * 100_000 + "]" * 100_000
LONG = "9" * 5000


@pytest.mark.parametrize(("text", "fault"), [(DEEP, "lists or objects are nested too deep"), (LONG, "4300")])
def test_json_that_python_cannot_hold_is_told(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(text)
    with pytest.raises(SourceError, match=rf"set\.json: JSON that cannot be read: .*{fault}"):
        read_json(path)
    path.write_text(f'{{"a": 1}}\n{{"a": {text}}}')
    with pytest.raises(SourceError, match=rf"set\.json, line 2: JSON that cannot be read: .*{fault}"):
        list(json_lines(path))

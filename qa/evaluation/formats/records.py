"""Records: the list of objects that a JSON or YAML value holds, however a program arranges them."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.evaluation.formats.names import NAMES, key

Record = dict[str, Any]

_LISTS = ("data", "questions", "test_cases", "testcases", "tests", "examples", "items", "records", "rows", "samples")


def records_of(value: Any) -> Sequence[Any]:
    """The records in a value: a list of them, also under a name; one alone; columns, or what pandas makes of a table.

    None where it is another thing, such as SQuAD's articles, which have paragraphs.
    """
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    small = {key(name): held for name, held in value.items()}
    return _pandas(small) or _columns(small) or _single(value, small) or _named(small) or _by_id(value)


def _single(value: Record, small: Record) -> Sequence[Any]:
    return [value] if set(NAMES["question"]) & set(small) else []


def _pandas(value: Record) -> Sequence[Any]:
    """`to_json(orient="split")`, `orient="table"`, and the default, columns by the rows' labels."""
    data = value.get("data")
    if isinstance(value.get("columns"), list) and isinstance(data, list):
        return [dict(zip(value["columns"], row, strict=False)) for row in data]
    if isinstance(value.get("schema"), dict) and isinstance(data, list):
        return [{name: cell for name, cell in row.items() if name != "index"} for row in data]
    asked = next((value[name] for name in NAMES["question"] if isinstance(value.get(name), dict)), None)
    if asked and all(isinstance(of, dict) for of in value.values()):
        return [{name: of.get(label) for name, of in value.items()} for label in asked]
    return []


def _columns(value: Record) -> Sequence[Any]:
    """A list for each column."""
    asked = next((value[name] for name in NAMES["question"] if isinstance(value.get(name), list)), None)
    if asked is None or not all(isinstance(item, str) for item in asked):
        return []
    of_each = {name: of for name, of in value.items() if isinstance(of, list) and len(of) == len(asked)}
    return [dict(zip(of_each, cells, strict=True)) for cells in zip(*of_each.values(), strict=True)]


def _named(value: Record) -> Sequence[Any]:
    """Under one of the usual names, else under the only name that has a list of objects."""
    lists = {name: held for name, held in value.items() if isinstance(held, list) and _are_objects(held)}
    chosen = next((lists[name] for name in _LISTS if name in lists), None)
    if chosen is None and len(lists) == 1:
        chosen = next(iter(lists.values()))
    return [] if chosen is None or any("paragraphs" in item for item in chosen) else chosen


def _are_objects(items: Sequence[Any]) -> bool:
    return bool(items) and all(isinstance(item, dict) for item in items)


def _by_id(value: Mapping[str, Any]) -> Sequence[Any]:
    """Records by their ids: `{"q1": {"question": …}}`."""
    if not value or not all(isinstance(of, dict) and len(of) > 1 for of in value.values()):
        return []
    return [{"id": id, **of} for id, of in value.items()]

"""TriviaQA (Joshi et al. 2017), as its authors and as `datasets` write it: an answer with its aliases."""

from collections.abc import Iterator
from typing import Any

from qa.evaluation.formats.forms.form import Form, Record, without


def _small(value: Any) -> dict[str, Any]:
    return {str(name).lower(): held for name, held in value.items()} if isinstance(value, dict) else {}


def _fits(record: Record) -> bool:
    return "aliases" in _small(record.get("answer"))


def _read(record: Record) -> Iterator[Record]:
    answer = _small(record["answer"])
    yield {
        **without(record, "answer", "entitypages", "entity_pages", "search_results", "searchresults"),
        "answers": [answer.get("value"), *answer["aliases"]],
    }


TRIVIAQA = Form("TriviaQA", _fits, _read)

"""Multiple choice (MMLU, ARC, CommonsenseQA, RACE and quizzes alike): the gold answer is the choice that is named."""

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from qa.evaluation.formats.forms.form import Form, Record, without

_CHOICES = ("choices", "options")
_KEYS = ("answerkey", "answer_key", "answer", "correct", "label", "gold", "target")


def _labelled(record: Record) -> dict[str, str]:
    """The choices by their labels: of a list or `{"text": […], "label": […]}`, or in columns A, B, C …"""
    held = next((record[name] for name in _CHOICES if record.get(name)), None)
    if isinstance(held, dict):
        texts, labels = held.get("text"), held.get("label")
        if isinstance(texts, list) and isinstance(labels, list):
            return {str(label).lower(): str(text) for label, text in zip(labels, texts, strict=False)}
        return {str(label).lower(): text for label, text in held.items() if isinstance(text, str)}
    if isinstance(held, list) and all(isinstance(text, str) for text in held):
        return dict(zip(ascii_lowercase, held, strict=False))
    columns = [letter for letter in ascii_lowercase if isinstance(record.get(letter), str)]
    return {letter: record[letter] for letter in columns} if columns[:2] == ["a", "b"] else {}


def _chosen(record: Record) -> str | None:
    """The choice that is named by its label, or by its place from 0; None where its own words are given."""
    labelled, key = _labelled(record), next((record[name] for name in _KEYS if record.get(name) is not None), None)
    if isinstance(key, int) and not isinstance(key, bool) and str(key) not in labelled:
        return dict(enumerate(labelled.values())).get(key)
    return labelled.get(str(key).strip().lower())


def _read(record: Record) -> Iterator[Record]:
    yield {**without(record, *_CHOICES, *_KEYS, *_columns(record)), "answers": [_chosen(record)]}


def _columns(record: Record) -> list[Any]:
    return list(_labelled(record)) if not any(record.get(name) for name in _CHOICES) else []


CHOICES = Form("multiple choice", lambda record: _chosen(record) is not None, _read)

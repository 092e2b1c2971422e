"""Names of columns: what programs and people call what a test set has."""

from typing import Any

from ingest.text.words import script

NAMES: dict[str, tuple[str, ...]] = {
    "question": (
        *("question", "query", "prompt", "user_input", "input", "user_query", "user_question", "question_text"),
        *("السؤال", "سؤال", "q"),
    ),
    "answer": (
        *("answers", "ground_truth", "ground_truths", "ground_truth_answer", "ground_truth_answers", "reference"),
        *("reference_answer", "reference_answers", "references", "expected_answer", "expected_answers"),
        *("expected_output", "expected_response", "expected", "gold", "gold_answer", "gold_answers"),
        *("golden_answer", "golden_answers", "correct_answer", "ideal", "target", "targets"),
        *("الجواب", "الإجابة", "الاجابة", "جواب", "answer", "response", "output", "a"),
    ),
    "id": ("id", "_id", "qid", "question_id", "query_id", "example_id", "questionid", "uid"),
    "context": (
        *("context", "passage", "reference_contexts", "reference_context", "contexts", "passages"),
        *("expected_chunks", "retrieved_contexts", "paragraph", "text", "السياق", "النص", "الفقرة"),
    ),
    "document": (
        "document",
        "document_id",
        "source",
        "title",
        "file",
        "source_file",
        "filename",
        "file_name",
        "doc_name",
    ),
    "evidence": ("evidence", "quote", "quotes"),
    "impossible": ("is_impossible", "answerable", "unanswerable"),
}
"""What a column may be called, the first name that is there counting."""
ROLES = tuple(NAMES)
SYSTEM_S = ("answer", "response", "output", "a")
"""What a tested system answered, where a gold answer stands beside it under another name."""
HEADS = {
    "question": ("question", "query", "السؤال", "سؤال"),
    "answer": ("answer", "answers", "الجواب", "الإجابة", "الاجابة", "جواب", "إجابة", "اجابة"),
    "context": ("context", "contexts", "passage", "passages", "السياق", "الفقرة"),
}
"""What the other name of a column is about: English puts it last (`customer question`), Arabic first."""
MAX_TAG = 60
"""Characters of another column's value by which figures may be told apart."""


def key(name: Any) -> str:
    """A column's name however it is written: `User Input`, `user-input`."""
    return str(name or "").strip().lower().replace(" ", "_").replace("-", "_").lstrip("\ufeff")


def head(name: str) -> str:
    """The word that says what a column holds: the last of an English name, the first of an Arabic one."""
    words = name.split("_")
    return words[0 if script(name) == "arabic" else -1]

"""The title of a text that has none: a headline at its top."""

_LONGEST = 150  # characters of a headline
_BEGINNING = 1000  # characters that a headline is looked for in
_SENTENCE_END = (".", "!", "؟", "?", "…", ",", "،", ";", "؛", ":")


def headline(text: str) -> str | None:
    """The first line, if it stands above others, is short, and is no sentence."""
    lines = [line.strip() for line in text.strip()[:_BEGINNING].splitlines()]
    if len(lines) < 2 or len(lines[0]) > _LONGEST or lines[0].endswith(_SENTENCE_END):
        return None
    return lines[0] if any(char.isalpha() for char in lines[0]) else None

"""Questions typed informally, as people type them to a search box or a chat."""

_PLAIN = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})


def typed(question: str) -> str:
    """The question in small letters, without hamza on alif, dots of the ta marbuta, or a question mark."""
    return question.lower().translate(_PLAIN).rstrip(" ?؟？")

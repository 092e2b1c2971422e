"""Exact match, token F1 and containment of an answer against the gold answers: the best of them counts."""

import re
from collections import Counter
from collections.abc import Sequence

from qa.evaluation.normalisation import Normalisation


def exact_match(answer: str, golds: Sequence[str], normalise: Normalisation) -> float:
    """1 where the answer equals a gold answer after normalisation (SQuAD)."""
    return max(float(normalise(answer) == normalise(gold)) for gold in golds)


def f1(answer: str, golds: Sequence[str], normalise: Normalisation) -> float:
    """The best harmonic mean of token precision and recall over the gold answers (SQuAD)."""
    # two answers of which nothing is left: equal to SQuAD's script (2.0), not to MLQA's
    both_empty = 0.0 if normalise.name == "mlqa" else 1.0
    return max(_token_f1(normalise(answer).split(), normalise(gold).split(), both_empty) for gold in golds)


def _token_f1(answer: list[str], gold: list[str], both_empty: float) -> float:
    if not answer and not gold:
        return both_empty
    shared = sum((Counter(answer) & Counter(gold)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(answer), shared / len(gold)
    return 2 * precision * recall / (precision + recall)


# what parts words though no space stands beside it: "Moscow(1)"; a comma within a number does not
_PARTING = re.compile(r"[()\[\]{}«»“”\"?!؟؛…]|(?<!\d)[,;:،]|[,;:،](?!\d)")
_ARABIC_WORD = re.compile(r"[\u0620-\u064a]{3,}")
# conjunctions, prepositions and the article; not ك alone, which begins as many words as it is written to
_PREFIXES = r"(?<!\w)(?:[وف]?(?:[بل]|[بك]?ال|لل)?)"


def contains(text: str, golds: Sequence[str], normalise: Normalisation) -> bool:
    """Whether the text holds a gold answer as whole words after normalisation.

    An Arabic answer may follow prefixes, which are written to the word: "بموسكو" holds "موسكو".
    """
    text = normalise(_PARTING.sub(" ", text))
    parted = (normalise(_PARTING.sub(" ", gold)) for gold in golds)
    return any(re.search(_as_words(gold), text) for gold in parted if gold)


def _as_words(gold: str) -> str:
    before = _PREFIXES if _ARABIC_WORD.match(gold) else r"(?<!\w)"
    return f"{before}{re.escape(gold)}(?!\\w)"

"""Questions that their paragraph all but answers: a telling word gives way to another, and the answer is not there.

Done by hand in SQuAD 2.0 ("entity swap", Rajpurkar et al. 2018). Here a word that few articles' questions have gives
way to one of the same shape from another question about the same article.
"""

import random
import re
from collections import defaultdict

from qa.reader.questions import QuestionSet

WORD = re.compile(r"[^\W_]{3,}|\d+")
NAME, NUMBER = "name", "number"
TELLING = 0.1  # of the articles at most have the word in their questions


class Swaps:
    """The telling words of a question set, by article and shape."""

    def __init__(self, asked: QuestionSet) -> None:
        self._asked = asked
        self._articles = [asked.articles[item.paragraph] for item in asked.items]
        found = defaultdict[str, set[int]](set)
        for article, item in zip(self._articles, asked.items, strict=True):
            for word in WORD.findall(item.question):
                found[word.lower()].add(article)
        most = max(1, TELLING * len(set(self._articles)))
        self._telling = {word for word, articles in found.items() if len(articles) <= most}
        self._others = defaultdict[tuple[int, str], set[str]](set)
        for article, item in zip(self._articles, asked.items, strict=True):
            for match in self._places(item.question):
                self._others[article, shape(match[0])].add(match[0])

    def swapped(self, number: int, rng: random.Random) -> str | None:
        """The question with one telling word changed; None where it has none, or the article no other."""
        question, article = self._asked.items[number].question, self._articles[number]
        places = self._places(question)
        if not places:
            return None
        match = rng.choice(places)
        present = {word.lower() for word in WORD.findall(question)}
        others = sorted(word for word in self._others[article, shape(match[0])] if word.lower() not in present)
        return question[: match.start()] + rng.choice(others) + question[match.end() :] if others else None

    def _places(self, question: str) -> list[re.Match[str]]:
        """Its names and numbers, else its other telling words; not the first word, which is written like a name."""
        telling = [m for m in WORD.finditer(question) if m.start() > 0 and m[0].lower() in self._telling]
        return [m for m in telling if shape(m[0]) in (NAME, NUMBER)] or telling


def shape(word: str) -> str:
    """A number, a name, or how another word begins and ends, so that mostly nouns give way to nouns."""
    if word[0].isdigit():
        return NUMBER
    return NAME if word[0].isupper() else ("ال" if word.startswith("ال") else "") + word[-1]

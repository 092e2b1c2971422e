"""Joining: the answers to the questions of one turn as one answer, each question's evidence with its own numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.answer import Answer, Citation, Passage, Sentence
from qa.phrases import HEDGED, PART_NOT_SAID, language


def joined_answers(turn: str, answers: Sequence[Answer]) -> Answer:
    """The answers in order, a line each; where one of them says nothing, that it does not.

    What answers two of the questions is said and cited once.
    Its confidence is that of the least sure one that says something; one alone is as it is.
    """
    if len(answers) == 1:
        return answers[0]
    given = [answer for answer in answers if answer.answered]
    if not given:
        return replace(answers[0], question=turn)
    sentences: list[Sentence] = []
    cited: dict[tuple[str, int, int], Citation] = {}
    for answer in answers:
        if not answer.answered:
            text = PART_NOT_SAID[language(turn)].format(question=answer.question)
            sentences.append(Sentence(text, (), supported=True, starts_line=True))
            continue
        numbers = {citation.n: _number(citation, cited) for citation in answer.citations}
        added = _renumbered(answer, numbers, worded=any(not other.hedged for other in given))
        sentences += [one for one in added if not one.citations or one not in sentences]
    shortest = [answer.short_answer for answer in given if answer.short_answer is not None]
    return Answer(
        question=turn,
        answered=True,
        mode="quoted",
        sentences=sentences,
        short_answer=("؛ " if language(turn) == "ar" else "; ").join(dict.fromkeys(shortest)) or None,
        confidence=min(answer.confidence for answer in given),
        citations=list(cited.values()),
        passages=interleaved([answer.passages for answer in answers]),
        hedged=all(answer.hedged for answer in given),
    )


def _number(citation: Citation, cited: dict[tuple[str, int, int], Citation]) -> int:
    """The number of the citation among those of all answers, to which it is added where it is new."""
    place = citation.document_id, citation.start, citation.end
    return cited.setdefault(place, replace(citation, n=len(cited) + 1)).n


def _renumbered(answer: Answer, numbers: Mapping[int, int], *, worded: bool) -> list[Sentence]:
    """The answer's sentences with their new numbers; `worded`: its hedge stands in its own first sentence."""
    first, *more = answer.sentences
    text = HEDGED[answer.language].format(text=first.text) if answer.hedged and worded else first.text
    said = [replace(first, text=text, starts_line=True), *more]
    return [replace(one, citations=tuple(numbers[n] for n in one.citations)) for one in said]


def interleaved(lists: Sequence[Sequence[Passage]]) -> list[Passage]:
    """The first passage of each list, then the second ones, each passage once."""
    longest = max(map(len, lists), default=0)
    turns = (of_one[n] for n in range(longest) for of_one in lists if n < len(of_one))
    return list({(passage.document_id, passage.start): passage for passage in reversed(list(turns))}.values())[::-1]

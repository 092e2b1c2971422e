"""Joining: the answers to the questions of one turn as one answer, each question's evidence with its own numbers."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answer import Answer, Citation, Passage, Sentence
from qa.phrases import HEDGED, PART_NOT_SAID, language


def joined_answers(turn: str, answers: Sequence[Answer]) -> Answer:
    """The answers in order, a line each; where one of them says nothing, that it does not.

    Its confidence is that of the least sure one that says something; one alone is as it is.
    """
    if len(answers) == 1:
        return answers[0]
    given = [answer for answer in answers if answer.answered]
    if not given:
        return replace(answers[0], question=turn)
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for answer in answers:
        if not answer.answered:
            text = PART_NOT_SAID[language(turn)].format(question=answer.question)
            sentences.append(Sentence(text, (), supported=True, starts_line=True))
            continue
        sentences += _renumbered(answer, len(citations), worded=any(not other.hedged for other in given))
        citations += [replace(citation, n=citation.n + len(citations)) for citation in answer.citations]
    shortest = [answer.short_answer for answer in given if answer.short_answer is not None]
    return Answer(
        question=turn,
        answered=True,
        mode="quoted",
        sentences=sentences,
        short_answer=("؛ " if language(turn) == "ar" else "; ").join(dict.fromkeys(shortest)) or None,
        confidence=min(answer.confidence for answer in given),
        citations=citations,
        passages=interleaved([answer.passages for answer in answers]),
        hedged=all(answer.hedged for answer in given),
    )


def _renumbered(answer: Answer, before: int, *, worded: bool) -> list[Sentence]:
    """The answer's sentences after so many citations; `worded`: its hedge stands in its own first sentence."""
    first, *more = answer.sentences
    text = HEDGED[answer.language].format(text=first.text) if answer.hedged and worded else first.text
    said = [replace(first, text=text, starts_line=True), *more]
    return [replace(one, citations=tuple(n + before for n in one.citations)) for one in said]


def interleaved(lists: Sequence[Sequence[Passage]]) -> list[Passage]:
    """The first passage of each list, then the second ones, each passage once."""
    longest = max(map(len, lists), default=0)
    turns = (of_one[n] for n in range(longest) for of_one in lists if n < len(of_one))
    return list({(passage.document_id, passage.start): passage for passage in reversed(list(turns))}.values())[::-1]

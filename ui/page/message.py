"""The chat's messages as safe HTML: a question, an answer with its evidence, an error. Knows nothing of Gradio.

What an answer says is in the question's language; the labels around it are in the page's. The chat's sanitiser keeps
`bdi`, `class`, `dir`, `href` and `title`; a message is one line, so that no markdown is read in it.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.naming import labels
from qa.answer import Answer, Citation, Passage, Sentence, place_of
from qa.phrases import HEDGED, NEAREST_EVIDENCE, NO_EVIDENCE, SOURCES_DO_NOT_SAY, Language, language
from ui.page.article import colour
from ui.page.escaping import escaped, isolated
from ui.page.strings import Strings, strings

_EXCERPT_CHARACTERS = 160
_DIRECTION: dict[Language, str] = {"en": "ltr", "ar": "rtl"}
_STRONG = re.compile(re.escape(escaped("**")) + "(.+?)" + re.escape(escaped("**")))


def place(document_id: str, start: int, end: int) -> str:
    """The link that shows a stretch of a document beside the chat."""
    return f"#at-{escaped(document_id)}-{start}-{end}"


def question_html(question: str) -> str:
    return f'<div class="asked" dir="auto">{isolated(question)}</div>'


def working_html(words: Strings, passages: int | None = None) -> str:
    """What is going on: looking for passages, or reading so many of them."""
    doing = words.searching if passages is None else words.reading.format(passages=passages)
    return f'<div class="working" dir="auto">{escaped(doing)}</div>'


def written_html(text: str) -> str:
    """An answer while it is written; its marks become links once it is whole."""
    lines = (line for line in text.splitlines() if line.strip())
    return f'<div class="answer">{"".join(_paragraph(_prose(line)) for line in lines)}</div>'


def is_unfinished(shown: str) -> bool:
    """Whether a message is one of `working_html` or `written_html`, which an answer is to take the place of."""
    return shown.startswith(('<div class="working"', '<div class="answer">'))


def stopped_html(shown: str, words: Strings) -> str:
    """What was written before the user stopped it, and that it was stopped."""
    written = "" if shown.startswith('<div class="working"') else shown
    return f'{written}<p class="stopped" dir="auto">{escaped(words.stopped)}</p>'


def error_html(reason: str, lead: str = "") -> str:
    """What went wrong; `lead` introduces it in the reader's language."""
    lines = "".join(f'<p dir="auto">{escaped(line)}</p>' for line in (lead, reason) if line)
    return f'<div class="error">{lines}</div>'


def answer_html(answer: Answer, spoken: Language, translates: bool = False) -> str:
    """The answer, its evidence with sources, how sure it is, and the nearest passages, folded.

    `spoken` is the page's language; `translates`: each quote has a button, which the page's script looks after.
    """
    parts = (
        _statement(answer, spoken),
        _evidence(answer, spoken, translates),
        _facts(answer, spoken),
        _folded(answer, spoken),
    )
    said = "said" if answer.answered else "unsaid"
    return f'<div class="answer {said}" dir="{_DIRECTION[spoken]}">{"".join(parts)}</div>'


def _statement(answer: Answer, spoken: Language) -> str:
    """What answers: the shortest span, the sentences, or that the sources do not say."""
    if not answer.answered:
        return f'<p class="short" dir="auto">{escaped(SOURCES_DO_NOT_SAY[answer.language])}</p>'
    if answer.mode != "quoted" or answer.hedged or len(answer.sentences) != 1:
        return _lines(answer, spoken)
    if not answer.short_answer or answer.short_answer in {citation.quote for citation in answer.citations}:
        return ""  # the evidence says it
    chips = " ".join(_chip(citation, answer, spoken) for citation in answer.citations[:1])
    return f'<p class="short" dir="auto">{escaped(answer.short_answer)} {chips}</p>'


def _lines(answer: Answer, spoken: Language) -> str:
    """The sentences, those of a line in one paragraph."""
    lines: list[list[str]] = []
    for sentence in answer.sentences:
        if sentence.starts_line or not lines:
            lines.append([])
        lines[-1].append(_said(sentence, answer, spoken))
    text = [" ".join(line) for line in lines]
    if answer.hedged and text:
        perhaps = HEDGED[answer.language]
        if language(answer.sentences[0].text) == answer.language:
            text[0] = perhaps.format(text=text[0])
        else:  # on one line the word would turn the sentence's direction round
            text.insert(0, escaped(perhaps.format(text="").strip()))
    return "".join(map(_paragraph, text))


def _said(sentence: Sentence, answer: Answer, spoken: Language) -> str:
    """A sentence with links to its evidence; what says that there is none stands back."""
    if sentence.supported:
        by_number = {citation.n: citation for citation in answer.citations}
        marks = [_chip(by_number[n], answer, spoken) for n in sentence.citations if n in by_number]
    else:
        marks = [f'<span class="unsupported">{escaped(NO_EVIDENCE[answer.language])}</span>']
    text = isolated(sentence.text) if answer.mode == "chat" else _prose(sentence.text)
    return " ".join([text, *marks])


def _paragraph(html: str) -> str:
    return f'<p dir="auto">{html}</p>'


def _prose(text: str) -> str:
    """A model's words: of its markdown only the strong ones are shown as such."""
    return _STRONG.sub(r"<strong>\1</strong>", escaped(text))


def _chip(citation: Citation, answer: Answer, spoken: Language) -> str:
    """A link to a citation, named by its title and, on a line of its own, page and section."""
    where = place(citation.document_id, citation.start, citation.end)
    _, *position = place_of(citation, spoken)
    title = escaped("\n".join([_label(citation, answer), " · ".join(position)]).strip())
    return f'<a class="cite {colour(citation.n)}" href="{where}" title="{title}">{escaped(f"[{citation.n}]")}</a>'


def _evidence(answer: Answer, spoken: Language, translates: bool) -> str:
    """The quotes, those of one place after another above it; where the sources do not say, the nearest one."""
    shown = answer.citations if answer.answered else answer.citations[:1]
    above = strings(spoken).evidence if answer.answered else NEAREST_EVIDENCE[spoken]
    quotes = _quotes(shown, answer, spoken, translates)
    return f'<div class="evidence"><p class="label" dir="auto">{escaped(above)}</p>{quotes}</div>' if quotes else ""


def _quotes(citations: Sequence[Citation], answer: Answer, spoken: Language, translates: bool = False) -> str:
    def shown(citation: Citation) -> str:
        quote = _quote(citation, answer, spoken)
        return f"{quote}{_translate(citation, spoken)}" if translates else quote

    return "".join(
        "".join(map(shown, group)) + f'<p class="source" {where}</p>{also}'
        for (where, also), group in groupby(
            citations, key=lambda citation: (_where(citation, answer, spoken), _also_in(citation, spoken))
        )
    )


def _also_in(citation: Citation, spoken: Language) -> str:
    """Links to the same words in other documents of the same text."""
    if not citation.copies:
        return ""
    called = labels(citation.copies)
    others = " · ".join(
        f'<a href="{place(copy.id, citation.start, citation.end)}"><bdi>{escaped(called[copy.source])}</bdi></a>'
        for copy in citation.copies
    )
    return f'<p class="source also" dir="{_DIRECTION[spoken]}">{escaped(strings(spoken).also_in)} {others}</p>'


def _translate(citation: Citation, spoken: Language) -> str:
    """The button under a quote, where the quote begins."""
    button = f'<button class="translate">{escaped(strings(spoken).translate)}</button>'
    return f'<div class="under" dir="{_DIRECTION[language(citation.quote)]}">{button}</div>'


def _where(found: Citation | Passage, answer: Answer, spoken: Language) -> str:
    """The title, page and section as the rest of an element, which runs as the title does."""
    _, *position = place_of(found, spoken)
    parts = " · ".join(f"<bdi>{escaped(part)}</bdi>" for part in (_label(found, answer), *position))
    return f'dir="{_DIRECTION[language(found.title)]}">{parts}'


def _label(found: Citation | Passage, answer: Answer) -> str:
    return labels([*answer.passages, *answer.citations])[found.source]


def _quote(citation: Citation, answer: Answer, spoken: Language) -> str:
    """A quote, the short answer in it strong."""
    before, said, after = _parted(citation.quote, answer.short_answer or citation.quote)
    if said == citation.quote:
        text = escaped(said)
    else:
        text = escaped(before) + (f"<strong>{escaped(said)}</strong>{escaped(after)}" if said else "")
    return f'<blockquote class="{colour(citation.n)}" dir="auto">{text} {_chip(citation, answer, spoken)}</blockquote>'


def _parted(quote: str, said: str) -> tuple[str, str, str]:
    """The quote before, at and after the words; where they stand as whole words (`3`, not in `2013`) if they do."""
    found = re.search(rf"(?<!\w){re.escape(said)}(?!\w)", quote)
    return (quote[: found.start()], said, quote[found.end() :]) if found else quote.partition(said)


def _facts(answer: Answer, spoken: Language) -> str:
    """How sure, how fast, by which model, and what went otherwise than asked."""
    words = strings(spoken)
    facts = [_sure(answer.confidence, words)] if answer.answered and answer.mode != "chat" else []
    if "total" in answer.timings_ms and answer.mode != "chat":
        seconds = words.seconds.format(seconds=f"{answer.timings_ms['total'] / 1000:.2f}")
        facts.append(f'<span class="time">{escaped(seconds)}</span>')
    if answer.mode == "generated" and answer.model:
        facts.append(f'<span class="model">{escaped(words.written_by.format(model=answer.model))}</span>')
    notice = f'<p class="notice" dir="auto">{escaped(answer.notice)}</p>' if answer.notice else ""
    return f'{notice}<p class="facts">{" ".join(facts)}</p>'


def _sure(confidence: float, words: Strings) -> str:
    """The probability of being right in words; the number is the tooltip."""
    levels = ((0.75, "high", words.high_confidence), (0.45, "medium", words.medium_confidence))
    level, text = next(
        ((level, text) for least, level, text in levels if confidence >= least), ("low", words.low_confidence)
    )
    percent = words.confidence_percent.format(percent=round(100 * confidence))
    return f'<span class="sure {level}" title="{escaped(percent)}">{escaped(text)}</span>'


def _folded(answer: Answer, spoken: Language) -> str:
    """The passages that were read; where the sources do not say, also the quotes that are not the nearest."""
    others = () if answer.answered else answer.citations[1:]
    if answer.mode == "chat" or not (answer.passages or others):
        return ""
    rows = "".join(
        "".join(f"<li>{_passage(passage, spoken)}</li>" for passage in group) + f'<li class="source" {where}</li>'
        for where, group in groupby(answer.passages, key=lambda passage: _where(passage, answer, spoken))
    )
    summary = f"{strings(spoken).nearest_passages} ({len(answer.passages) + len(others)})"
    quotes = _quotes(others, answer, spoken)
    return f"<details><summary>{escaped(summary)}</summary>{quotes}<ol>{rows}</ol></details>"


def _passage(passage: Passage, spoken: Language) -> str:
    where = place(passage.document_id, passage.start, passage.end)
    text = " ".join(passage.text.split())
    excerpt = text if len(text) <= _EXCERPT_CHARACTERS else text[:_EXCERPT_CHARACTERS].rsplit(" ", 1)[0] + " …"
    title = escaped(strings(spoken).show_in_article)
    return f'<a class="passage" href="{where}" dir="auto" title="{title}">{escaped(excerpt)}</a>'

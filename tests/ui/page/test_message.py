"""The chat's messages: what an answer shows, and that no text in it is more than text."""

import re
from dataclasses import replace

import ui.page.message
from ingest.stores.catalogue import DocumentRecord
from qa.answer import Answer, Citation, Passage, Sentence
from qa.phrases import Language
from ui.page.message import error_html, is_unfinished, question_html, stopped_html, working_html, written_html
from ui.page.strings import ARABIC, ENGLISH

TEXT = "Moscow, Friday. They met for three hours. Then they left."
CITATION = Citation(1, "d1", "News", "/a.txt", 16, 41, "They met for three hours.")
PASSAGE = Passage("d1", "News", "/a.txt", 0, 57, TEXT, 0.9)
QUOTED = Answer(
    question="How long did they meet?",
    answered=True,
    mode="quoted",
    sentences=[Sentence("They met for three hours.", (1,), supported=True)],
    short_answer="three hours",
    confidence=0.93,
    citations=[CITATION],
    passages=[PASSAGE],
    timings_ms={"total": 127.0},
)
HOSTILE = "<img src=http://evil.example/x onerror=go()> ![a](http://evil.example/b) **c** `d` $e$ {{f}} ${g} [1] \"'"


def answer_html(answer: Answer, spoken: Language = "en") -> str:
    return ui.page.message.answer_html(answer, spoken)


def text_of(markup: str) -> str:
    """What a browser shows: tags away, entities back."""
    return re.sub(r"&#(\d+);", lambda entity: chr(int(entity[1])), re.sub(r"<[^>]*>", "|", markup))


def links(markup: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', markup)


def test_a_quoted_answer_shows_the_short_answer_its_evidence_and_source_how_sure_and_how_fast() -> None:
    shown = text_of(answer_html(QUOTED))
    assert [part.strip() for part in shown.split("|") if part.strip()] == [
        *("three hours", "[1]", "Evidence", "They met for", "three hours", ".", "[1]", "News"),
        *("High confidence", "0.13 s", "Nearest passages (1)", TEXT, "News"),
    ]


def test_a_hedged_answer_is_a_sentence_with_its_word_and_no_headline() -> None:
    shown = answer_html(replace(QUOTED, hedged=True, confidence=0.3))
    assert 'class="short"' not in shown
    assert text_of(shown).strip("|").startswith("Perhaps: They met for three hours.")


def test_several_sentences_are_shown_as_they_are_each_with_its_citation() -> None:
    second = Citation(2, "d1", "News", "/a.txt", 42, 57, "Then they left.")
    several = replace(
        QUOTED,
        sentences=[*QUOTED.sentences, Sentence("Then they left.", (2,), supported=True, starts_line=True)],
        citations=[CITATION, second],
    )
    assert 'class="short"' not in answer_html(several)
    assert links(answer_html(several))[:2] == ["#at-d1-16-41", "#at-d1-42-57"]


def test_a_reply_that_is_not_from_documents_shows_neither_confidence_nor_passages() -> None:
    reply = Answer("hello", True, "chat", [Sentence("Hello!", (), supported=True)], None, 1.0)
    assert [part.strip() for part in text_of(answer_html(reply)).split("|") if part.strip()] == ["Hello!"]


def test_a_reply_that_is_not_from_documents_tells_no_time() -> None:
    reply = Answer(
        "hello", True, "chat", [Sentence("Hello!", (), supported=True)], None, 1.0, timings_ms={"total": 2.0}
    )
    assert "0.00" not in answer_html(reply)


def test_the_same_text_in_other_documents_is_linked_under_its_source() -> None:
    copy = DocumentRecord("d2", "News again", "/b.txt", 57, 1, "2026-01-01T00:00:00+00:00")
    page = answer_html(replace(QUOTED, citations=[replace(CITATION, copies=(copy,))]))
    assert '<a href="#at-d2-16-41"><bdi>News again</bdi></a>' in page
    assert "The same text:" in text_of(page)


def test_links_say_which_document_and_where() -> None:
    assert links(answer_html(QUOTED)) == ["#at-d1-16-41", "#at-d1-16-41", "#at-d1-0-57"]


def test_the_words_around_an_answer_are_in_the_pages_language_and_what_it_says_in_the_questions() -> None:
    asked = Answer("كم دام اللقاء؟", True, "quoted", (), "three hours", 0.5, [CITATION])
    arabic, english = answer_html(asked, "ar"), answer_html(asked)
    assert arabic.startswith('<div class="answer said" dir="rtl">')
    assert "الدليل" in arabic
    assert "ثقة متوسطة" in arabic
    assert english.startswith('<div class="answer said" dir="ltr">')
    assert "Evidence" in english
    assert "Medium confidence" in english
    unsaid = answer_html(replace(asked, answered=False))
    assert "المصادر لا تذكر ذلك." in unsaid
    assert "The nearest evidence" in unsaid


def test_page_and_section_stand_with_the_title_each_isolated_and_are_not_said_twice() -> None:
    arabic = replace(CITATION, title="دليل الموظف", page=3, section="الإجازات")
    assert (
        '<p class="source" dir="rtl"><bdi>دليل الموظف</bdi> · <bdi>p. 3</bdi> · <bdi>الإجازات</bdi></p>'
        in answer_html(replace(QUOTED, citations=[arabic]))
    )
    assert "<bdi>ص 3</bdi>" in answer_html(replace(QUOTED, citations=[arabic]), "ar")
    titled = answer_html(replace(QUOTED, citations=[replace(CITATION, section="News")]))
    assert '<p class="source" dir="ltr"><bdi>News</bdi></p>' in titled


def test_a_link_to_a_citation_is_named_by_its_title_and_on_another_line_by_page_and_section() -> None:
    placed = answer_html(replace(QUOTED, citations=[replace(CITATION, page=3, section="Leave")]))
    assert 'title="News&#10;p. 3 · Leave"' in placed
    assert 'title="News"' in answer_html(QUOTED)


def test_a_recognised_quote_says_that_its_digits_may_be_wrong_in_the_pages_language() -> None:
    recognised = replace(QUOTED, citations=[replace(CITATION, recognised=True)])
    assert "<bdi>News</bdi> · <bdi>recognised text: its digits may be wrong</bdi></p>" in re.sub(
        r"&#(\d+);", lambda entity: chr(int(entity[1])), answer_html(recognised)
    )
    assert "قد تكون أرقامه خاطئة" in answer_html(recognised, "ar")


def test_equal_titles_of_two_documents_are_told_apart_by_their_files() -> None:
    other = Citation(2, "d2", "News", "upload:2024/b.txt", 0, 15, "Then they left.")
    shown = text_of(answer_html(replace(QUOTED, citations=[CITATION, other])))
    assert "|News (a.txt)|" in shown
    assert "|News (b.txt)|" in shown
    same_name = replace(other, source="upload:2024/a.txt")
    assert "|News (2024/a.txt)|" in text_of(answer_html(replace(QUOTED, citations=[CITATION, same_name])))


def test_each_citation_has_its_numbers_colour_and_the_sixth_has_the_firsts() -> None:
    citations = [replace(CITATION, n=n, start=n) for n in range(1, 7)]
    shown = answer_html(replace(QUOTED, citations=citations))
    quotes = re.findall(r'<blockquote class="(c\d)" dir="auto">.*?<a class="cite (c\d)"', shown)
    assert quotes == [("c1", "c1"), ("c2", "c2"), ("c3", "c3"), ("c4", "c4"), ("c5", "c5"), ("c1", "c1")]


def test_a_refusal_shows_the_nearest_quote_and_folds_the_others() -> None:
    other = Citation(2, "d1", "News", "/a.txt", 42, 57, "Then they left.")
    shown = answer_html(replace(QUOTED, answered=False, citations=[CITATION, other]))
    before, folded = shown.split("<details>")
    assert "They met for" in before
    assert "Then they left." not in before
    assert "Then they left." in folded
    assert "Nearest passages (2)" in text_of(folded)


def test_a_title_in_quotation_marks_is_isolated_in_a_question_and_in_a_reply() -> None:
    assert "What is “<bdi>ملخص</bdi>” about?" in question_html("What is “ملخص” about?")
    assert "“<bdi>قمة «موسكو» و«دمشق»</bdi>”" in question_html("What is “قمة «موسكو» و«دمشق»” about?")
    reply = Answer("hello", True, "chat", [Sentence("عن ماذا يتحدث «Notes»؟", (), supported=True)], None, 1.0)
    assert "«<bdi>Notes</bdi>»" in answer_html(reply)


def test_what_is_still_written_is_known_from_what_has_ended() -> None:
    assert is_unfinished(working_html(ENGLISH))
    assert is_unfinished(written_html("Half"))
    assert not any(map(is_unfinished, (answer_html(QUOTED), error_html("x"), stopped_html("", ENGLISH))))


def test_a_short_answer_that_is_the_whole_quote_is_not_shown_twice() -> None:
    whole = Answer("Who?", True, "quoted", (), CITATION.quote, 0.2, [CITATION])
    shown = answer_html(whole)
    assert text_of(shown).count("They met for three hours.") == 1
    assert "Low confidence" in shown


def test_that_the_sources_do_not_say_is_an_answer_with_the_passages_folded_and_no_confidence() -> None:
    shown = answer_html(Answer("Why?", False, "quoted", (), None, 0.1, passages=[PASSAGE]))
    assert text_of(shown).startswith("||The sources do not say.|")
    assert "<details>" in shown
    assert "confidence" not in shown
    assert "<details>" in answer_html(QUOTED)


def test_the_sentences_of_a_written_answer_link_to_their_citations_line_by_line() -> None:
    second = Citation(2, "d2", "Other", "/b.txt", 0, 5, "Hello")
    sentences = [
        Sentence("So **it** is.", (1, 2), supported=True),
        Sentence("Indeed.", (), supported=True),
        Sentence("- Yes [7].", (1,), supported=True, starts_line=True),
        Sentence("Perhaps.", (), supported=False),
    ]
    answer = Answer("What?", True, "generated", sentences, None, 0.8, [CITATION, second], model="m:x")
    shown = answer_html(answer)
    statement = shown.partition('<div class="evidence">')[0]
    assert links(statement) == ["#at-d1-16-41", "#at-d2-0-5", "#at-d1-16-41"]
    assert '<p dir="auto">So <strong>it</strong> is. <a class="cite c1"' in statement
    assert [line for line in text_of(statement.replace("<p", "\n<p")).split("\n") if line][1:] == [
        "|So |it| is. |[1]| |[2]| Indeed.|",
        "|- Yes [7]. |[1]| Perhaps. |[no evidence]||",
    ]
    assert "Written by m:x" in text_of(shown)


def test_a_hedged_answer_is_its_sentence_after_the_word_for_it_and_no_headline() -> None:
    hedged = answer_html(replace(QUOTED, hedged=True))
    assert '<p dir="auto">Perhaps: They met for three hours. <a class="cite c1"' in hedged
    assert 'class="short"' not in hedged
    arabic = answer_html(replace(QUOTED, question="كم دام اللقاء؟", hedged=True))
    assert '<p dir="auto">ربما&#58;</p><p dir="auto">They met for three hours.' in arabic


def test_a_reply_that_is_not_from_documents_is_shown_as_it_is() -> None:
    hello = Answer("Hello", True, "chat", [Sentence("Hello.", (), supported=True)], None, 1.0)
    assert '<p dir="auto">Hello.</p>' in answer_html(hello)


def test_while_a_model_writes_its_markers_are_no_links() -> None:
    assert links(written_html("They met [1].")) == []


def test_a_short_answer_is_strong_where_it_is_a_whole_word() -> None:
    quote = "In 2013, the group had 3 members."
    answer = replace(QUOTED, short_answer="3", citations=[replace(QUOTED.citations[0], quote=quote)])
    assert "In 2013, the group had <strong>3</strong> members." in answer_html(answer)


def test_the_short_answer_is_strong_in_the_quote() -> None:
    assert "They met for <strong>three hours</strong>. <a" in answer_html(QUOTED)


def test_where_nothing_in_a_models_answer_was_supported_the_evidence_is_called_the_nearest() -> None:
    shown = text_of(answer_html(Answer("Why?", False, "generated", (), None, 0.0, [CITATION], model="m:x")))
    assert "|The nearest evidence:|" in shown
    assert "They met for three hours. |[1]|" in shown


def test_a_sentence_without_evidence_is_shown_as_such_in_the_questions_language() -> None:
    sentences = [Sentence("They met.", (1,), True), Sentence("It rained.", (), False)]
    answer = Answer("What?", True, "generated", sentences, None, 0.8, [CITATION])
    assert 'It rained. <span class="unsupported">&#91;no evidence&#93;</span></p>' in answer_html(answer)
    assert "&#91;بلا دليل&#93;</span></p>" in answer_html(replace(answer, question="ماذا حدث؟"))


def test_words_like_those_for_missing_evidence_are_the_answers_own() -> None:
    answer = Answer(
        "What?", True, "generated", [Sentence("It says [no evidence] [1].", (), True)], None, 0.8, [CITATION]
    )
    assert "It says &#91;no evidence&#93; &#91;1&#93;." in answer_html(answer)


def test_a_notice_is_shown() -> None:
    noticed = Answer("What?", True, "quoted", (), "x", 0.9, [CITATION], failure="late")
    notice = "The language model did not answer in time; this is the quoted answer instead."
    assert f'<p class="notice" dir="auto">{notice}</p>' in answer_html(noticed)


def test_hostile_text_stays_text_wherever_it_comes_from() -> None:
    citation = Citation(1, '"><b>', HOSTILE, HOSTILE, 0, 9, HOSTILE)
    passage = Passage('"><b>', HOSTILE, HOSTILE, 0, 9, HOSTILE, 1.0)
    said = [Sentence(HOSTILE, (1,), True), Sentence(HOSTILE, (), False, starts_line=True)]
    quoted = Answer(HOSTILE, True, "quoted", said, HOSTILE[:40], 1, [citation], [passage], HOSTILE)
    quoted = replace(quoted, understood_as=HOSTILE, failure="unknown", remedy=HOSTILE)
    generated = replace(quoted, mode="generated", short_answer=None)
    messages = [
        answer_html(quoted),
        answer_html(generated),
        answer_html(replace(quoted, hedged=True)),
        question_html(HOSTILE),
        error_html(HOSTILE),
    ]
    messages += [written_html(HOSTILE), stopped_html(written_html(HOSTILE), ENGLISH)]
    messages += [working_html(ENGLISH, 3), working_html(ARABIC)]
    allowed = {"bdi", "div", "p", "blockquote", "a", "span", "strong", "details", "summary", "ol", "li"}
    for message in messages:
        assert set(re.findall(r"<(\w+)", message)) <= allowed
        assert {name for name, _ in re.findall(r'\s([\w-]+)="([^"]*)"', message)} <= {"class", "dir", "href", "title"}
        assert all(link.startswith("#at-") for link in links(message))
        assert not set(re.sub(r"<[^>]*>", "", message)) & set("<>*`$[](){}!\n")


def test_what_was_written_before_a_stop_stays_and_what_was_only_in_work_does_not() -> None:
    assert stopped_html(working_html(ENGLISH), ENGLISH) == '<p class="stopped" dir="auto">Stopped.</p>'
    assert text_of(stopped_html(written_html("Half a"), ENGLISH)) == "||Half a|||Stopped.|"


def test_a_long_passage_is_shortened_between_words() -> None:
    long = Passage("d1", "News", "/a.txt", 0, 300, "word " * 60, 0.9)
    shown = text_of(answer_html(Answer("Why?", False, "quoted", (), None, 0.1, passages=[long])))
    assert "|" + "word " * 32 + "…|" in shown

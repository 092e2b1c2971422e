"""The report over rows made by hand."""

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from qa.evaluation.comparison import Comparison
from qa.evaluation.differences import Difference
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.measures import MEASURES
from qa.evaluation.ranking import RANKING_MEASURES
from qa.evaluation.report import render
from qa.evaluation.report.words import ARABIC, ENGLISH, Words
from qa.evaluation.row import Cited, Row

HOSTILE = '<script>alert("x")</script><img src="https://example.com/x.png">'


def row(id: str, **rest: Any) -> Row:
    given: dict[str, Any] = {
        "question": "أين التقيا؟",
        "golds": ("موسكو",),
        "answerable": True,
        "answered": True,
        "answer": "باريس",
        "text": "باريس [1]",
        "confidence": 0.6,
        "f1": 0.0,
        "exact_match": 0.0,
        "contains": 0.0,
        "citations": (Cited("d", "t", 0, 12, "في باريس أمس", gold=False, verbatim=True),),
        "evidence": "التقيا في موسكو أمس",
        "latency_ms": {"total": 12.0},
    }
    return Row(**{"id": id, **given, **rest})


def page(*rows: Row, **settings: Any) -> str:
    return render(Evaluation("set.json", rows, {"normalisation": "dalil", **settings}, "2026-01-01"))


def test_a_failure_shows_question_gold_answer_and_evidence_side_by_side() -> None:
    html = page(row("1"))
    assert "<b>Not read</b>" in html
    for part in ("أين التقيا؟", '<p dir="auto">موسكو</p>', "في <mark>موسكو</mark> أمس", "في <mark>باريس</mark> أمس"):
        assert part in html
    assert '<h4 dir="auto">' in html


def test_answers_that_the_llm_did_not_write_are_counted() -> None:
    html = page(row("1", stood_in="late"), row("2", stood_in="late"), row("3"))
    assert "did not write: 2" in html
    assert "2 × <bdi>The language model did not answer in time</bdi>" in html
    arabic = render(Evaluation("set.json", [row("1", stood_in="late")], {"normalisation": "dalil"}, "2026"), None, "ar")
    assert "1 × <bdi>لم يجب النموذج اللغوي في الوقت المحدد</bdi>" in arabic
    assert "stand in" not in page(row("1"))


def test_whatever_a_test_set_holds_is_shown_as_text() -> None:
    html = render(
        Evaluation(
            HOSTILE,
            [
                row(HOSTILE, question=HOSTILE, golds=(HOSTILE,), answer=HOSTILE, evidence=HOSTILE),
                row("2", unscored=HOSTILE),
            ],
            {"normalisation": "dalil", "llm": HOSTILE},
            HOSTILE,
        )
    )
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;") >= 8


def test_the_page_needs_nothing_from_outside() -> None:
    html = page(row("1"))
    assert "default-src 'none'" in html
    assert not re.findall(r"(?:src|href)=|url\(|@import|https?://", html)


def test_pictures_are_drawn_of_what_the_rows_tell() -> None:
    html = page(row("1", retrieval=dict.fromkeys(RANKING_MEASURES, 1.0), rank=2))
    for title in ("Questions with evidence among", "Confidence", "Reliability of confidence", "Time of an answer"):
        assert title in html
    bare = page(row("1", confidence=None, latency_ms={}, citations=None))
    assert "<figure>" not in bare
    assert "Pictures" not in bare


def test_a_bar_s_bounds_are_plain_figures() -> None:
    """1500 ms: the axis ends at 2000, a bar in twenty holds 100 ms. Confidence .62: twenty bars of .05."""
    html = page(row("1", latency_ms={"total": 1500.0}, confidence=0.62))
    assert "<title>1500–1600: 1</title>" in html
    assert "<title>0.6–0.65: 1</title>" in html
    assert not re.search(r"\de\+\d", html)


def test_the_threshold_stands_in_the_confidence_picture() -> None:
    html = page(row("1", f1=1.0), row("2", answerable=False, confidence=0.2, f1=None), threshold=0.35)
    assert "threshold 0.35" in html
    assert 'class="key second"></span>unanswerable' in html


def test_differences_to_an_earlier_run_are_told_with_a_verdict() -> None:
    evaluation = Evaluation("set.json", [row("1")], {"normalisation": "dalil"}, "2026-01-01")
    better, unclear = (
        Difference("answer.f1", 0.4, 0.5, 0.05, 0.15, 0.001, 90),
        Difference("answer.contains", 0.4, 0.5, -1, 1, 0.5, 90),
    )
    html = render(evaluation, Comparison([better, unclear]))
    assert "<td>0.0010</td><td>better</td>" in html
    assert "<td>unclear</td>" in html
    assert "left out" not in html


def test_what_speaks_against_a_comparison_is_told_under_it() -> None:
    evaluation = Evaluation("set.json", [row("1")], {"normalisation": "dalil"}, "2026-01-01")
    difference = Difference("answer.f1", 0.4, 0.5, 0.05, 0.15, 0.001, 90)
    html = render(evaluation, Comparison([difference], reworded=3, other_set="<old>.csv"))
    assert "Questions of the same id but another text, left out: 3." in html
    assert "another test set, <bdi>&lt;old&gt;.csv</bdi>," in html


def test_a_set_without_failures_says_so() -> None:
    assert "<p>None.</p>" in page(row("1", f1=1.0))


def test_where_no_answer_can_be_judged_no_failure_is_said_to_be_none() -> None:
    rows = row("1", golds=(), f1=None), row("2", answerable=False, f1=None, unscored="lost")
    assert "<p>No scored question has an answer in the set, so none can be told to have failed.</p>" in page(*rows)
    assert "<p>None.</p>" not in page(*rows)
    assert "<p>ليس في المجموعة جواب لأي سؤال قُيِّم، فلا يُعرف ما أخفق منها.</p>" in arabic(*rows)
    assert "<p>None.</p>" in page(*rows, row("3", answerable=False, answered=False, f1=None))  # rightly abstained


def arabic(*rows: Row, differences: Sequence[Difference] = (), **settings: Any) -> str:
    evaluation = Evaluation("set.json", rows, {"normalisation": "dalil", **settings}, "2026-01-01")
    return render(evaluation, Comparison(differences, reworded=2, other_set="set.json"), "ar")


def test_an_arabic_report_reads_from_right_to_left_in_arabic_words() -> None:
    html = arabic(row("1", retrieval=dict.fromkeys(RANKING_MEASURES, 1.0), rank=2), row("2", unscored="x"))
    assert '<html lang="ar" dir="rtl">' in html
    assert "عدد الأسئلة: 2، ولها جواب: 2" in html
    for word in ("<b>لم يُقرأ</b>", "<dt>الدليل الصحيح</dt>", "زمن الجواب", "<b>لم تُقيَّم</b>", "الاسترجاع"):
        assert word in html


def test_no_english_sentence_is_left_in_an_arabic_report() -> None:
    better = Difference("answer.f1", 0.4, 0.5, 0.05, 0.15, 0.001, 90)
    rows = (
        row("1", f1=1.0, retrieval=dict.fromkeys(RANKING_MEASURES, 1.0), rank=1, answer="", citations=()),
        row("2", answerable=False, f1=None, golds=()),
        row("3", unscored="لأن"),
    )
    html = arabic(*rows, differences=[better], threshold=0.35)
    text = re.sub(r"<style>.*?</style>|<[^>]+>|&[a-z]+;", " ", html, flags=re.DOTALL)
    names = {"Dalil", "F", "SQuAD", "BEIR", "p", "k", "f", "json", "set", "dalil", "normalisation", "threshold"}
    measures = {*re.findall("[A-Za-z]+", " ".join(measure.key for measure in MEASURES)), "auroc", "coverage"}
    assert set(re.findall("[A-Za-z]+", text)) - names - measures == set()


def test_figures_keep_their_order_in_an_arabic_report() -> None:
    html = arabic(row("1"), differences=[Difference("answer.f1", 0.4, 0.5, 0.05, 0.15, 0.001, 90)])
    assert '<bdi dir="ltr">+0.0500 … +0.1500</bdi>' in html
    assert '<tr class="better">' in html
    assert "<td>أفضل</td>" in html


def test_both_languages_fill_in_the_same_names() -> None:
    for field in fields(Words):
        english, arabic = getattr(ENGLISH, field.name), getattr(ARABIC, field.name)
        if isinstance(english, str):
            assert sorted(re.findall(r"{(\w+)", english)) == sorted(re.findall(r"{(\w+)", arabic)), field.name
        else:
            assert english.keys() == arabic.keys(), field.name


def test_a_question_that_a_file_of_answers_leaves_out_is_not_said_to_have_been_abstained_from() -> None:
    html = page(row("1", answered=False, answer="", citations=None, missing=True), predictions=0)
    assert "<b>Not predicted</b>" in html
    assert "(the sources do not say)" not in html
    assert "(the sources do not say)" in page(row("1", answered=False, answer="", citations=None), predictions=1)


def test_of_other_people_s_answers_nothing_is_said_that_only_dalil_s_can_show() -> None:
    theirs = page(row("1", citations=None), predictions=1)
    assert "answers of another system" in theirs
    assert "<b>Wrong span</b>" in theirs
    assert "The right place is cited" not in theirs
    ours = page(row("1", citations=(Cited("d", "t", 0, 2, "في", gold=True, verbatim=True),)))
    assert "quoted answers, no language model" in ours
    assert "The right place is cited" in ours

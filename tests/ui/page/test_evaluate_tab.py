"""The page's evaluation in a real browser, with the real system."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, FrameLocator, expect

from qa.system import System
from tests.conftest import ARTICLE
from tests.ui.browsing import ANSWER_MS, Visit, visiting
from tests.ui.serving import served
from ui.page.escaping import attribute

TEXT = "The river Liffey flows through Dublin. The city has two cathedrals."
QUESTION = {
    "id": "q1",
    "question": "Which river flows through Dublin?",
    "answers": [{"text": "Liffey", "answer_start": 10}],
}
SQUAD = {"version": "1.1", "data": [{"title": "Dublin", "paragraphs": [{"context": TEXT, "qas": [QUESTION]}]}]}


@pytest.fixture
def dublin(tmp_path: Path) -> Path:
    return written(tmp_path / "dublin.json", SQUAD)


def written(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), "utf-8")
    return path


def evaluate(visit: Visit, testset: Path, **options: Path) -> FrameLocator:
    """Upload and press the button; the report's frame."""
    visit.view("evaluation")
    if options:
        visit.page.locator("#evaluation-options button").first.click()
    for name, path in {"testset": testset, **options}.items():
        visit.page.set_input_files(f"#{name} input", path)
        expect(visit.page.locator(f"#{name}")).to_contain_text(path.suffix, timeout=30_000)
    visit.page.click("#evaluate")
    return visit.page.frame_locator("#evaluation iframe")


def save(visit: Visit, button: str) -> Download:
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name=button).click()
    return download.value


def text(download: Download) -> str:
    return Path(download.path()).read_text("utf-8")


def test_an_attribute_holds_a_whole_page_and_no_syntax() -> None:
    assert attribute('<p class="a">${x} {{y}} `z` & \\</p>') == (
        "<p class=&#34;a&#34;>&#36;&#123;x&#125; &#123;&#123;y&#125;&#125; &#96;z&#96; &#38; &#92;</p>"
    )


@pytest.mark.browser
@pytest.mark.model
def test_an_uploaded_test_set_is_scored_and_its_report_shown_and_saved(visit: Visit, dublin: Path) -> None:
    report = evaluate(visit, dublin)
    expect(report.get_by_role("heading", name="dublin")).to_be_visible(timeout=ANSWER_MS)
    expect(report.locator("header")).to_contain_text("1 questions, 1 answerable")
    figures = save(visit, "Save all figures (JSON)")
    assert figures.suggested_filename == "dublin.json"
    saved = json.loads(text(figures))
    assert saved["retrieval"]["recall@1"] == 1.0
    assert saved["questions"] == 1
    rows = save(visit, "Save every question (JSONL)")
    assert rows.suggested_filename == "dublin.jsonl"
    assert [json.loads(line)["id"] for line in text(rows).splitlines()] == ["q1"]
    page = save(visit, "Save the report (HTML)")
    assert page.suggested_filename == "dublin.html"
    assert text(page).startswith('<!doctype html><html lang="en"')


@pytest.mark.browser
@pytest.mark.model
def test_a_zipped_beir_folder_is_scored(visit: Visit, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "rivers.zip", "w") as archive:
        archive.writestr("rivers/corpus.jsonl", json.dumps({"_id": "d1", "title": "Dublin", "text": TEXT}))
        archive.writestr("rivers/queries.jsonl", json.dumps({"_id": "q1", "text": QUESTION["question"]}))
        archive.writestr("rivers/qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    report = evaluate(visit, tmp_path / "rivers.zip")
    expect(report.locator("header")).to_contain_text("1 questions", timeout=ANSWER_MS)
    assert json.loads(text(save(visit, "Save all figures (JSON)")))["retrieval"]["ndcg@10"] == 1.0


@pytest.mark.browser
@pytest.mark.model
def test_other_answers_are_scored_and_compared_with_what_was_saved_before(
    visit: Visit, dublin: Path, tmp_path: Path
) -> None:
    theirs = written(tmp_path / "theirs.json", {"q1": "the Thames", "q9": "x"})
    report = evaluate(visit, dublin, predictions=theirs)
    expect(report.locator("header")).to_contain_text("answers of another system", timeout=ANSWER_MS)
    expect(visit.page.locator("#evaluation .note")).to_contain_text("Answers to no question of the set: 1.")
    earlier = tmp_path / "earlier.json"
    save(visit, "Save all figures (JSON)").save_as(earlier)
    visit.page.reload()
    visit.page.locator("#article :is(article, .nothing)").wait_for(state="attached", timeout=30_000)
    ours = written(tmp_path / "ours.json", {"q1": "Liffey"})
    report = evaluate(visit, dublin, predictions=ours, earlier=earlier)
    expect(report.get_by_role("heading", name="Against the earlier run")).to_be_visible(timeout=ANSWER_MS)
    row = report.get_by_role("row", name="answer f1* 0.0000 1.0000 +1.0000")
    expect(row).to_contain_text("unclear")  # one question
    expect(visit.page.locator("#evaluation iframe")).to_be_in_viewport(ratio=0.5)  # below the open options
    expect(visit.page.locator("#header")).to_be_in_viewport(ratio=1)
    expect(visit.page.locator("#evaluation .note")).to_contain_text("0 better, 0 worse")
    assert json.loads(text(save(visit, "Save all figures (JSON)")))["comparison"]["answer.f1"]["difference"] == 1.0


@pytest.mark.browser
@pytest.mark.model
def test_an_arabic_reader_gets_the_tab_and_the_report_in_arabic(browser: Any, page_url: str, dublin: Path) -> None:
    with visiting(browser, page_url, locale="ar") as visit:
        visit.view("evaluation")
        expect(visit.page.locator("#evaluate")).to_have_text("تقييم")
        report = evaluate(visit, dublin)
        expect(report.get_by_role("heading", name="كل الأرقام")).to_be_visible(timeout=ANSWER_MS)
        expect(report.locator("html")).to_have_attribute("dir", "rtl")
        assert '<html lang="ar" dir="rtl">' in text(save(visit, "حفظ التقرير (HTML)"))


@pytest.mark.browser
@pytest.mark.model
def test_a_broken_test_set_is_told_with_the_place_of_its_fault(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text('{"question": "Who?", "answers": ["x"]}\n{"question": 3}\n', "utf-8")
    evaluate(visit, tmp_path / "broken.jsonl")
    failed = visit.page.locator("#evaluation .error")
    expect(failed).to_contain_text("broken.jsonl, line 2", timeout=60_000)
    assert failed.inner_text().startswith("broken.jsonl")  # not the server's folder
    assert str(ARTICLE.parent) not in failed.inner_text()


@pytest.mark.browser
@pytest.mark.model
def test_an_arabic_reader_is_told_that_the_fault_is_described_in_english(
    browser: Any, page_url: str, tmp_path: Path
) -> None:
    with visiting(browser, page_url, locale="ar") as visit:
        evaluate(visit, written(tmp_path / "broken.json", {}))
        lines = visit.page.locator("#evaluation .error p")
        expect(lines.first).to_have_text("لم ينجح ذلك. وصف الخطأ بالإنجليزية:", timeout=ANSWER_MS)
        expect(lines.last).to_contain_text("broken.json")


@pytest.mark.browser
@pytest.mark.model
def test_without_a_test_set_the_button_asks_for_one(visit: Visit) -> None:
    visit.view("evaluation")
    visit.page.click("#evaluate")
    expect(visit.page.locator("#evaluation .error")).to_have_text("Choose a test set first.", timeout=60_000)


@pytest.mark.browser
@pytest.mark.model
@pytest.mark.server
@pytest.mark.timeout(600)
def test_a_real_language_model_judges_what_the_page_evaluates(browser: Any, writing: System, tmp_path: Path) -> None:
    """The answers are quoted: what so small a model writes is never supported, and so never shown to a judge."""
    from ui.server import create_app

    asked = written(tmp_path / "current.jsonl", {"question": "What did Lavrov agree to?", "answers": ["x"]})
    with served(create_app(replace(writing, generator=None))) as url, visiting(browser, url) as visit:
        visit.view("evaluation")
        visit.page.click("#evaluation-options button")
        visit.page.check("#judge input")
        report = evaluate(visit, asked)
        judged = report.get_by_role("heading", name="Judged by openai:gemma, not measured")
        expect(judged).to_be_visible(timeout=4 * ANSWER_MS)
        figures = json.loads(text(save(visit, "Save all figures (JSON)")))["judged"]
    assert figures["model"] == "openai:gemma"
    assert figures["sentences"] + figures["not_judged"] >= 1
    assert set(figures["reasons"]) <= {"unreadable"}  # such a model's reply may be no verdicts; it did reply

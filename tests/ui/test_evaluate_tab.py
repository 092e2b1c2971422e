"""The page's evaluation in a real browser, with the real system."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import ARTICLE
from tests.ui.browsing import ANSWER_MS, Visit
from ui.escaping import attribute

TEXT = "The river Liffey flows through Dublin. The city has two cathedrals."
QUESTION = {
    "id": "q1",
    "question": "Which river flows through Dublin?",
    "answers": [{"text": "Liffey", "answer_start": 10}],
}
SQUAD = {"version": "1.1", "data": [{"title": "Dublin", "paragraphs": [{"context": TEXT, "qas": [QUESTION]}]}]}


def test_an_attribute_holds_a_whole_page_and_no_syntax() -> None:
    assert attribute('<p class="a">${x} {{y}} `z` & \\</p>') == (
        "<p class=&#34;a&#34;>&#36;&#123;x&#125; &#123;&#123;y&#125;&#125; &#96;z&#96; &#38; &#92;</p>"
    )


@pytest.mark.browser
@pytest.mark.model
def test_an_uploaded_test_set_is_scored_and_its_report_shown_and_saved(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "dublin.json").write_text(json.dumps(SQUAD), "utf-8")
    visit.view("evaluation")
    visit.page.set_input_files("#testset input", tmp_path / "dublin.json")
    report = visit.page.frame_locator("#evaluation iframe")
    expect(report.get_by_role("heading", name="dublin")).to_be_visible(timeout=ANSWER_MS)
    expect(report.locator("header")).to_contain_text("1 questions, 1 answerable")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Save all figures (JSON)").click()
    assert download.value.suggested_filename == "dublin.json"
    figures = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert figures["retrieval"]["recall@1"] == 1.0
    assert figures["questions"] == 1


@pytest.mark.browser
@pytest.mark.model
def test_a_broken_test_set_is_told_with_the_place_of_its_fault(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text('{"question": "Who?", "answers": ["x"]}\n{"question": 3}\n', "utf-8")
    visit.view("evaluation")
    visit.page.set_input_files("#testset input", tmp_path / "broken.jsonl")
    failed = visit.page.locator("#evaluation .failed")
    expect(failed).to_contain_text("broken.jsonl", timeout=60_000)
    expect(failed).to_contain_text("2")
    assert str(ARTICLE.parent) not in failed.inner_text()

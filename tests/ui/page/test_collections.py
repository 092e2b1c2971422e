"""Collections and originals on the page, in a real browser: added to, asked of, saved."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.ui.browsing import Visit

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture
def rules(visit: Visit, tmp_path: Path) -> Visit:
    """A page whose visitor has added a ZIP of two documents and a picture to a collection."""
    with ZipFile(tmp_path / "rules.zip", "w") as packed:
        packed.writestr("house.txt", "House rules\n\nDogs stay outside.")
        packed.writestr("garden/gate.txt", "Garden rules\n\nThe gate is shut at ten.")
        packed.writestr("plan.png", "x")
    visit.view("documents")
    expect(visit.page.locator("#scope select")).to_have_count(0)
    visit.page.get_by_label("Collection to add them to (optional)").fill(" rules ")
    visit.page.set_input_files("#upload input", tmp_path / "rules.zip")
    expect(visit.page.locator("#report .done")).to_have_text("Added: Garden rules · House rules", timeout=60_000)
    return visit


def test_the_files_of_a_zip_are_added_to_the_named_collection(rules: Visit) -> None:
    expect(rules.page.locator("#report .failed")).to_contain_text("rules.zip/plan.png")
    house = rules.page.locator("#library li", has_text="House rules")
    expect(house.locator(".size")).to_contain_text("rules · 31 characters")
    expect(house.locator(".origin")).to_have_text("house.txt")


def test_a_collection_is_asked_instead_of_all_documents(rules: Visit) -> None:
    scope = rules.page.get_by_role("combobox", name="Ask")
    chosen = rules.page.locator("#chooser option")
    expect(chosen).to_have_count(3)
    scope.select_option("rules")
    expect(chosen).to_have_count(2)
    expect(scope).to_have_value("rules")
    expect(rules.page.locator("#chat .example")).to_have_count(2)  # about its documents
    answer = rules.ask("When did Kerry arrive in Moscow?")
    assert set(answer.locator(".source bdi").all_text_contents()) <= {"House rules", "Garden rules"}
    scope.select_option("")
    expect(chosen).to_have_count(3)


def test_the_original_is_saved_from_the_list_and_from_beside_the_article(rules: Visit) -> None:
    listed = rules.page.locator("#library li", has_text="Garden rules").get_by_role("link", name="Original file")
    rules.page.locator("#library a", has_text="Garden rules").click()
    shown = rules.page.locator("#article").get_by_role("link", name="Original file")
    expect(rules.page.locator("#article h2")).to_have_text("Garden rules")
    for view, link in (("article", shown), ("documents", listed)):
        rules.view(view)
        with rules.page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename == "gate.txt"
        assert Path(download.value.path()).read_text() == "Garden rules\n\nThe gate is shut at ten."

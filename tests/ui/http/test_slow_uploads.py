"""A document that takes too long to read, sent to a real server."""

import os
import threading
from pathlib import Path

import httpx
import pytest

from tests.slow import slow_pdf
from tests.ui.calling import error
from tests.ui.processes import running

pytestmark = [pytest.mark.server, pytest.mark.model]

LIMITS = {"DALIL_READING_SECONDS": "8", "DALIL_READING_MEMORY_MB": "8000"}  # time runs out first


def test_the_server_answers_while_a_slow_upload_is_read_which_fails_and_the_file_beside_it_is_added(
    tmp_path: Path,
) -> None:
    files = [("files", ("slow.pdf", slow_pdf(1200))), ("files", ("good.txt", b"Lavrov spoke."))]
    uploaded: list[httpx.Response] = []
    with running(tmp_path / "data", {**os.environ, **LIMITS}) as server:
        upload = threading.Thread(
            target=lambda: uploaded.append(server.client.post("/api/documents", files=files, timeout=100))
        )
        upload.start()
        assert server.client.get("/api/documents").json()["documents"] == []
        assert error(server.client.post("/api/ask", json={"question": " "}))[0] == 400
        assert not uploaded
        upload.join()
    (response,) = uploaded
    assert response.status_code == 201
    assert [record["title"] for record in response.json()["added"]] == ["good"]
    (failure,) = response.json()["failed"]
    assert failure["source"] == "upload:slow.pdf"
    assert "takes more than 8 seconds to read; split it or raise DALIL_READING_SECONDS" in failure["reason"]

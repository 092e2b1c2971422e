"""Many writers at once, as processes and as requests: all succeed."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ui.processes import DALIL, dalil, running

pytestmark = [pytest.mark.model, pytest.mark.server]


def test_three_ingests_at_once_all_succeed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    processes = []
    for name in ("cats", "dogs", "owls"):
        text = " ".join(f"In year {year} the {name} slept {year % 24} hours." for year in range(1000, 1400))
        (tmp_path / f"{name}.txt").write_text(text)
        command: list[str | Path] = [DALIL, "--data", data, "ingest", tmp_path / f"{name}.txt"]
        processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    outputs = [process.communicate(timeout=280) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], outputs
    done = dalil("--data", data, "doctor")
    assert done.stdout.startswith("3 documents,")
    assert done.stdout.endswith("nothing is missing\n")


def test_sixty_uploads_at_once_all_succeed_and_are_told_their_place(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:

        def upload(n: int) -> tuple[int, int]:
            files = {"files": (f"{n}.txt", f"Owl number {n} sleeps in barn {n}.".encode())}
            answer = server.client.post("/api/documents", files=files, timeout=280)
            return answer.status_code, int(answer.headers["dalil-queue-place"])

        with ThreadPoolExecutor(60) as pool:
            answers = list(pool.map(upload, range(60)))
        assert [status for status, _ in answers] == [201] * 60
        assert max(place for _, place in answers) > 1
        assert len(server.client.get("/api/documents").json()["documents"]) == 60

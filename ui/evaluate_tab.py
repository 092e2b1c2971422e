"""The page's evaluation: a test set is uploaded and asked, its report shown and saved."""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncGenerator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from ingest.errors import DalilError
from qa.evaluation import Evaluation, evaluate, read_testset
from qa.evaluation.report import render
from qa.system import System
from ui.escaping import attribute, escaped
from ui.offline_gradio import gr
from ui.strings import Strings, both, preferred_language, strings

Stage = Literal["files", "chunks", "questions"]

_PROGRESS = gr.Progress()
_FORMS = [".json", ".jsonl", ".csv", ".tsv"]
_log = logging.getLogger(__name__)


def evaluate_tab(system: System, words: gr.I18n) -> None:
    """The components, in the layout that is being made, and what happens on an upload. One runs at a time."""
    testset = gr.File(file_types=_FORMS, label=words("testset"), elem_id="testset", height=150)
    gr.HTML(f'<p class="formats">{both("testset_forms")}</p>', apply_default_css=False)
    with gr.Row(elem_id="saved"):
        report, figures = (gr.DownloadButton("", visible=False, size="sm") for _ in range(2))
    result = gr.HTML("", elem_id="evaluation", apply_default_css=False)

    async def run(path: str, request: gr.Request, progress: gr.Progress = _PROGRESS) -> AsyncGenerator[list[Any]]:
        spoken = strings(preferred_language(request.headers.get("accept-language", "")))
        with TemporaryDirectory() as folder:
            yield await _result(system, Path(path), Path(folder), spoken, progress)

    outputs = [result, report, figures]
    testset.upload(run, testset, outputs, show_progress_on=result, concurrency_limit=1, api_visibility="private")


async def _result(system: System, path: Path, folder: Path, words: Strings, progress: gr.Progress) -> list[Any]:
    """Updates of the result and the two files to save, which are written into the folder."""
    told = _Told(progress, words)
    try:
        report, figures = await asyncio.to_thread(_evaluated, system, path, folder, told)
    except DalilError as error:
        return _failed(str(error))
    except Exception:
        _log.exception("the page could not evaluate %s", path.name)
        return _failed(words.went_wrong)
    finally:
        told.stop.set()
        path.unlink(missing_ok=True)
    framed = attribute(report.read_text("utf-8"))
    page = f'<iframe sandbox title="{escaped(words.evaluation)}" srcdoc="{framed}"></iframe>'
    saved = ((words.report, report), (words.run, figures))
    return [page, *(gr.update(label=label, value=str(file), visible=True) for label, file in saved)]


def _failed(reason: str) -> list[Any]:
    return [f'<p class="failed" dir="auto">{escaped(reason)}</p>', *[gr.update(visible=False)] * 2]


class _Stopped(Exception):
    """Nobody waits for the evaluation any more."""


class _Told:
    """Progress for the page; once `stop` is set, the evaluation ends at its next step."""

    def __init__(self, progress: gr.Progress, words: Strings) -> None:
        self.stop = threading.Event()
        self._progress = progress
        self._stages = {"files": words.reading_files, "chunks": words.embedding, "questions": words.asking}

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        if self.stop.is_set():
            raise _Stopped
        self._progress((done, total), desc=self._stages[stage], unit="")


def _evaluated(system: System, path: Path, folder: Path, told: _Told) -> tuple[Path, Path]:
    """The report and all figures as files, named after the test set."""
    evaluation: Evaluation = evaluate(system, read_testset(path), progress=told)
    report, figures = folder / f"{path.stem}.html", folder / f"{path.stem}.json"
    report.write_text(render(evaluation), "utf-8")
    figures.write_text(json.dumps(evaluation.to_json(), ensure_ascii=False), "utf-8")
    return report, figures

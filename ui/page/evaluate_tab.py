"""The page's evaluation: a test set is uploaded and scored, its report shown and saved."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from ingest.errors import DalilError
from qa.evaluation import evaluate
from qa.evaluation.formats import SUFFIXES
from qa.evaluation.judging import load_judge
from qa.evaluation.normalisation import NAMES, Name
from qa.evaluation.request import Request, score
from qa.phrases import Language
from qa.system import System
from ui.http.errors import message_of
from ui.page.evaluation_result import saved, shown
from ui.page.message import error_html
from ui.page.offline_gradio import gr
from ui.page.strings import Strings, both, preferred_language, strings

Stage = Literal["files", "chunks", "questions"]
Updates = list[Any]

_PROGRESS = gr.Progress()
_SAVED = 3
# the options may push what comes of the button out of sight
_TO_RESULT = "() => document.querySelector('#evaluate').scrollIntoView()"
_log = logging.getLogger(__name__)


def evaluate_tab(system: System, words: gr.I18n) -> None:
    """The components, in the layout that is being made, and what the button does. One evaluation runs at a time."""
    testset = gr.File(file_types=list(SUFFIXES), label=words("testset"), elem_id="testset", height=150)
    gr.HTML(
        f'<p class="formats">{both("testset_forms", suffixes=" ".join(suffix[1:] for suffix in SUFFIXES))}</p>',
        apply_default_css=False,
    )
    with gr.Accordion(words("evaluation_options"), open=False, elem_id="evaluation-options"):
        earlier, predictions = (
            gr.File(file_types=[".json"], label=words(name), elem_id=name, height=150)
            for name in ("earlier", "predictions")
        )
        gr.HTML(f'<p class="formats">{both("predictions_form")}</p>', apply_default_css=False)
        normalise = gr.Radio(list(NAMES), value=NAMES[0], label=words("normalise"), elem_id="normalise")
        judge = gr.Checkbox(label=words("judge"), visible=bool(system.settings.llm), elem_id="judge")
    start = gr.Button(words("evaluate"), elem_id="evaluate", variant="primary")
    with gr.Row(elem_id="saved"):
        files = [gr.DownloadButton("", visible=False, size="sm") for _ in range(_SAVED)]
    result = gr.HTML("", elem_id="evaluation", apply_default_css=False)

    async def run(
        testset: str | None,
        earlier: str | None,
        predictions: str | None,
        normalise: Name,
        judge: bool,
        request: gr.Request,
        progress: gr.Progress = _PROGRESS,
    ) -> AsyncGenerator[Updates]:
        language = preferred_language(request.headers.get("accept-language", ""))
        if testset is None:
            yield _failed(strings(language).no_testset)
            return
        wanted = Request(Path(testset), _path(predictions), _path(earlier), normalise, judge=judge)
        with TemporaryDirectory() as folder:
            yield await _result(system, wanted, Path(folder), language, progress)

    inputs, outputs = [testset, earlier, predictions, normalise, judge], [result, *files]
    start.click(None, js=_TO_RESULT)
    done = start.click(run, inputs, outputs, show_progress_on=result, concurrency_limit=1, api_visibility="private")
    done.then(None, js=_TO_RESULT)


def _path(uploaded: str | None) -> Path | None:
    return Path(uploaded) if uploaded else None


async def _result(system: System, wanted: Request, folder: Path, language: Language, progress: gr.Progress) -> Updates:
    """Updates of the result and of the files to save, which are written into the folder."""
    words = strings(language)
    reporter = _Reporter(progress, words)
    try:
        page, files = await asyncio.to_thread(_evaluated, system, wanted, folder, language, reporter)
    except DalilError as error:
        return _failed(_without_folders(message_of(error), wanted), words.error_lead)
    except Exception:
        _log.exception("the page could not evaluate %s", wanted.testset.name)
        return _failed(words.went_wrong)
    finally:
        reporter.stop.set()
    labels = (words.report, words.run, words.rows)
    buttons = zip(labels, files, strict=True)
    return [page, *(gr.update(label=label, value=str(file), visible=True) for label, file in buttons)]


def _evaluated(
    system: System, wanted: Request, folder: Path, language: Language, reporter: "_Reporter"
) -> tuple[str, tuple[Path, ...]]:
    judge = load_judge(system.settings) if wanted.judge else None
    scored = score(wanted, lambda testset, normalise: evaluate(system, testset, normalise, reporter, judge))
    report, page = shown(scored, language)
    return page, saved(scored, report, folder)


def _without_folders(message: str, wanted: Request) -> str:
    """Uploaded files by the names that people gave them: where the server keeps them is not shown."""
    for path in (wanted.testset, wanted.predictions, wanted.earlier):
        message = message.replace(str(path), path.name) if path else message
    return message


def _failed(reason: str, lead: str = "") -> Updates:
    return [error_html(reason, lead), *[gr.update(visible=False)] * _SAVED]


class _Stopped(Exception):
    """Nobody waits for the evaluation any more."""


class _Reporter:
    """Progress for the page; once `stop` is set, the evaluation ends at its next step."""

    def __init__(self, progress: gr.Progress, words: Strings) -> None:
        self.stop = threading.Event()
        self._progress = progress
        self._stages = {"files": words.reading_files, "chunks": words.embedding, "questions": words.asking}

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        if self.stop.is_set():
            raise _Stopped
        self._progress((done, total), desc=self._stages[stage], unit="")

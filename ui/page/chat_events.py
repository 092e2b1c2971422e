"""What happens on the chat page: its start, showing a place in a document, adding and removing documents."""

from pathlib import Path
from typing import Any, Literal

from qa.dialogue.conversation import Turn
from qa.system import System
from ui.page.asking_events import Conversation, ended_messages
from ui.page.library import remove, upload
from ui.page.offline_gradio import gr
from ui.page.panel import requested
from ui.page.strings import strings
from ui.page.view import QUIET, Updates, View, document_updates, language_of, panel_updates, sent

_ONE_WRITER: dict[str, Any] = {"concurrency_id": "writing", "concurrency_limit": 1}
_PROGRESS = gr.Progress()


def wire(page: gr.Blocks, view: View, system: System) -> None:
    """Connect the components with the system."""
    _wire_start(page, view, system)
    Conversation(view, system).wire()
    _wire_article(view, system)
    _wire_documents(view, system)


def _wire_start(page: gr.Blocks, view: View, system: System) -> None:
    def start(kept: list[Any], request: gr.Request) -> Updates:
        messages, turns = kept or ([], [])
        documents = document_updates(view, system, language_of(request))
        said = ended_messages(messages, language_of(request))
        chat = {**documents.get(view.chat, {}), **gr.update(value=said)}
        return {**documents, view.chat: chat, view.turns: [Turn(*turn) for turn in turns]}

    page.load(start, view.kept, [*view.documents, view.turns], **QUIET)


def _wire_article(view: View, system: System) -> None:
    def show(event: gr.EventData, request: gr.Request) -> Updates:
        return panel_updates(view, system, requested(sent(event)), language_of(request))

    def ask_of(event: gr.EventData, request: gr.Request) -> Updates:
        return document_updates(view, system, language_of(request), str(sent(event).get("collection")))

    view.article.show(show, None, view.panel, **QUIET)
    view.article.ask_of(ask_of, None, view.documents, **QUIET)


def _wire_documents(view: View, system: System) -> None:
    def add(
        paths: list[str] | None,
        add_to: str,
        collection: str | None,
        request: gr.Request,
        progress: gr.Progress = _PROGRESS,
    ) -> Updates:
        spoken = language_of(request)
        words = strings(spoken)

        def report_progress(stage: Literal["files", "chunks"], done: int, total: int) -> None:
            progress((done, total), desc=words.reading_files if stage == "files" else words.embedding, unit="")

        report = upload(system, [Path(path) for path in paths or []], add_to.strip(), words, report_progress)
        return {view.files: None, view.report: report, **document_updates(view, system, spoken, collection)}

    def take_out(collection: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        spoken = language_of(request)
        report = remove(system, str(sent(event).get("document")), strings(spoken))
        return {view.report: report, **document_updates(view, system, spoken, collection)}

    changed = [view.files, view.report, *view.documents]
    given = [view.files, view.add_to, view.collection]
    view.files.upload(add, given, changed, show_progress_on=view.report, api_visibility="private", **_ONE_WRITER)
    view.library.remove(take_out, view.collection, changed, **_ONE_WRITER, **QUIET)

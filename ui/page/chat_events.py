"""What happens on the chat page: asking, showing a place in a document, adding and removing documents."""

from asyncio import to_thread
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.catalogue import DocumentRecord
from ingest.errors import DalilError
from qa.answer import Answer
from qa.conversation import Turn
from qa.system import System
from ui.page.asking import steps
from ui.page.examples import examples
from ui.page.library import latest, list_html, remove, upload
from ui.page.message import error_html, question_html, stopped_html
from ui.page.offline_gradio import gr
from ui.page.panel import Shown, evidence, panel_html, requested
from ui.page.strings import Strings, preferred_language, strings

Messages = list[dict[str, Any]]
"""The conversation in Gradio's form."""

Update = Any
"""New values or properties of a component."""

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_ONE_WRITER: dict[str, Any] = {"concurrency_id": "writing", "concurrency_limit": 1}
_PROGRESS = gr.Progress()


@dataclass(frozen=True)
class View:
    """The components that events read and write."""

    chat: gr.Chatbot
    question: gr.Textbox
    renew: gr.Button
    turns: gr.State
    kept: gr.BrowserState
    chooser: gr.Dropdown
    article: gr.HTML
    files: gr.File
    report: gr.HTML
    library: gr.HTML

    @property
    def documents(self) -> list[gr.components.Component]:
        """All that shows which documents there are."""
        return [self.chat, self.article, self.chooser, self.library]


def wire(page: gr.Blocks, view: View, system: System) -> None:
    """Connect the components with the system."""
    _wire_start(page, view, system)
    _wire_keeping(page, view, _wire_asking(view, system))
    _wire_article(view, system)
    _wire_documents(view, system)


def _wire_start(page: gr.Blocks, view: View, system: System) -> None:
    def start(request: gr.Request) -> list[Update]:
        words = _words(request)
        try:
            return _all_documents(system, words)
        except DalilError as error:  # the index cannot be read
            return [gr.skip(), error_html(str(error), words.error_lead), gr.skip(), ""]

    page.load(start, None, view.documents, **_QUIET)


def _wire_keeping(page: gr.Blocks, view: View, said: Sequence[gr.events.Dependency]) -> None:
    """The browser keeps the conversation after each of the events `said`, and gives it back when the page is loaded."""

    def keep(messages: Messages, turns: list[Turn]) -> list[Any]:
        return [messages, [[turn.question, turn.answer] for turn in turns]]

    def restore(kept: list[Any]) -> list[Any]:
        messages, turns = kept or ([], [])
        return [messages, [Turn(*turn) for turn in turns]]

    for event in said:
        event.then(keep, [view.chat, view.turns], view.kept, **_QUIET)
    page.load(restore, view.kept, [view.chat, view.turns], **_QUIET)


def _wire_asking(view: View, system: System) -> list[gr.events.Dependency]:
    """The events after which the conversation is another."""

    async def ask(
        typed: str, messages: Messages, turns: list[Turn], event: gr.EventData, request: gr.Request
    ) -> AsyncGenerator[list[Update]]:
        question = _example(event) or typed
        if not question.strip():
            yield [gr.skip()] * 5
            return
        said = [*messages, _message("user", question_html(question))]
        yield [gr.update(value="", submit_btn=False, stop_btn=True), said, *[gr.skip()] * 3]
        async with aclosing(steps(system.stream, question, turns)) as told:
            async for step in told:
                shown = [*said, _message("assistant", step.html)]
                yield [gr.skip(), shown, *await to_thread(_answered, system, step.answer, turns, _words(request))]
        yield [_ready(), *[gr.skip()] * 4]

    def stopped(messages: Messages, request: gr.Request) -> list[Update]:
        if not messages:
            return [_ready(), messages]
        *said, last = messages
        return [_ready(), [*said, _message("assistant", stopped_html(last["content"][0]["text"], _words(request)))]]

    def renewed() -> list[Update]:
        return [_ready(), [], []]

    told = [view.question, view.chat, view.turns, view.article, view.chooser]
    # one event for both ways to ask: of two, the second would run beside the first, over the same messages
    asking = gr.on([view.question.submit, view.chat.example_select], ask, told[:3], told, **_QUIET)
    stopping = view.question.stop(stopped, view.chat, told[:2], cancels=[asking], **_QUIET)
    renewing = view.renew.click(renewed, None, told[:3], cancels=[asking], **_QUIET)
    return [asking, stopping, renewing]


def _wire_article(view: View, system: System) -> None:
    def show(event: gr.EventData, request: gr.Request) -> list[Update]:
        return _panel(system, requested(_sent(event)), _words(request))

    def choose(document_id: str | None, request: gr.Request) -> str:
        return panel_html(system.index, Shown(document_id) if document_id else None, _words(request))

    view.article.show(show, None, [view.article, view.chooser], queue=False, **_QUIET)
    view.chooser.input(choose, view.chooser, view.article, queue=False, **_QUIET)


def _wire_documents(view: View, system: System) -> None:
    def add(paths: list[str] | None, request: gr.Request, progress: gr.Progress = _PROGRESS) -> list[Update]:
        words = _words(request)

        def told(stage: Literal["files", "chunks"], done: int, total: int) -> None:
            progress((done, total), desc=words.reading_files if stage == "files" else words.embedding, unit="")

        report = upload(system, [Path(path) for path in paths or []], words, told)
        return [None, report, *_all_documents(system, words)]

    def take_out(event: gr.EventData, request: gr.Request) -> list[Update]:
        words = _words(request)
        report = remove(system, str(_sent(event).get("document")), words)
        return [report, *_all_documents(system, words)]

    added = [view.files, view.report, *view.documents]
    view.files.upload(add, view.files, added, show_progress_on=view.report, api_visibility="private", **_ONE_WRITER)
    view.library.remove(take_out, None, added[1:], **_ONE_WRITER, **_QUIET)


def _words(request: gr.Request) -> Strings:
    return strings(preferred_language(request.headers.get("accept-language", "")))


def _message(role: Literal["user", "assistant"], html: str) -> dict[str, Any]:
    return {"role": role, "content": html}


def _ready() -> Update:
    return gr.update(submit_btn=True, stop_btn=False)


def _sent(event: gr.EventData) -> Mapping[str, Any]:
    """What the page's script sent along."""
    return event._data if isinstance(event._data, dict) else {}


def _example(event: gr.EventData) -> str | None:
    """The example question that was clicked, where one was."""
    match _sent(event).get("value"):
        case {"text": str(text)}:
            return text
    return None


def _answered(system: System, answer: Answer | None, turns: list[Turn], words: Strings) -> list[Update]:
    """Updates of the turns, the article and the choice of documents, once there is an answer."""
    if answer is None:
        return [gr.skip()] * 3
    places = evidence(answer)
    panel = _panel(system, places, words) if places else [gr.skip()] * 2
    return [[*turns, Turn(answer.question, answer.text)], *panel]


def _panel(system: System, shown: Shown | None, words: Strings) -> list[Update]:
    """Updates of the article and of the choice of documents."""
    records = system.index.documents()
    return [panel_html(system.index, shown, words), _chooser(records, shown)]


def _all_documents(system: System, words: Strings) -> list[Update]:
    """Updates of `View.documents`: the examples, the newest document, the choice of documents, their list."""
    records = system.index.documents()
    offered = gr.update(examples=[{"text": question} for question in examples(records)])
    newest = Shown(records[-1].id) if records else None
    return [offered, *_panel(system, newest, words), list_html(records, words)]


def _chooser(records: Sequence[DocumentRecord], shown: Shown | None) -> Update:
    chosen = [record for record in records if shown and record.id == shown.document_id]
    offered = {record.id: record.title for record in [*latest(records), *chosen]}
    choices = [(title, document_id) for document_id, title in offered.items()]
    return gr.update(choices=choices, value=chosen[0].id if chosen else None)

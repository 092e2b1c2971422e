"""What happens on the chat page: asking, showing a place in a document, adding and removing documents."""

from asyncio import to_thread
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from ingest.errors import DalilError
from ingest.stores.catalogue import DocumentRecord
from qa.answer import Answer
from qa.dialogue.conversation import Turn
from qa.dialogue.replies import suggestions
from qa.system import System
from ui.http.errors import message_of
from ui.page.asking import steps
from ui.page.examples import examples
from ui.page.library import latest, list_html, remove, upload
from ui.page.message import error_html, question_html, stopped_html
from ui.page.offline_gradio import gr
from ui.page.panel import Shown, evidence, panel_html, requested
from ui.page.strings import ARABIC, Strings, preferred_language, strings

Messages = list[dict[str, Any]]
"""The conversation in Gradio's form."""

Updates = dict[gr.blocks.Block, Any]
"""New values or properties of components; the others stay as they are."""

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
    _wire_keeping(view, _wire_asking(view, system))
    _wire_article(view, system)
    _wire_documents(view, system)


def _wire_start(page: gr.Blocks, view: View, system: System) -> None:
    def start(kept: list[Any], request: gr.Request) -> Updates:
        messages, turns = kept or ([], [])
        documents = _all_documents(view, system, _words(request))
        chat = {**documents.get(view.chat, {}), **gr.update(value=messages)}
        return {**documents, view.chat: chat, view.turns: [Turn(*turn) for turn in turns]}

    page.load(start, view.kept, [*view.documents, view.turns], **_QUIET)


def _wire_keeping(view: View, said: Sequence[gr.events.Dependency]) -> None:
    """The browser keeps the conversation after each of the events `said`; the page begins with it."""

    def keep(messages: Messages, turns: list[Turn]) -> list[Any]:
        return [messages, [[turn.question, turn.answer, turn.short_answer] for turn in turns]]

    for event in said:
        event.then(keep, [view.chat, view.turns], view.kept, **_QUIET)


def _wire_asking(view: View, system: System) -> list[gr.events.Dependency]:
    """The events after which the conversation is another."""

    async def ask(
        typed: str,
        messages: Messages,
        turns: list[Turn],
        shown_document: str | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> AsyncGenerator[Updates]:
        question = _example(event) or typed
        said = [*messages, _message("user", question_html(question))]
        yield {view.question: gr.update(value="", submit_btn=False, stop_btn=True), view.chat: said}
        stream = partial(system.stream, open_document=shown_document)
        async with aclosing(steps(stream, question, turns)) as running:
            async for step in running:
                shown = {view.chat: [*said, _message("assistant", step.html)]}
                yield shown | await to_thread(_answered, view, system, step.answer, turns, _words(request))

    def stopped(messages: Messages, request: gr.Request) -> Updates:
        if not messages:
            return _ready(view)
        *said, last = messages
        html = stopped_html(last["content"][0]["text"], _words(request))
        return {**_ready(view), view.chat: [*said, _message("assistant", html)]}

    def renewed() -> Updates:
        return {**_ready(view), view.chat: [], view.turns: []}

    conversation = [view.question, view.chat, view.turns]
    changed = [*conversation, view.article, view.chooser]
    # one event for both ways to ask: of two, the second would run beside the first, over the same messages
    asking = gr.on(
        [view.question.submit, view.chat.example_select], ask, [*conversation, view.chooser], changed, **_QUIET
    )
    for over in (asking.then, asking.failure):  # not with the last step: the page drops what is asked before it is over
        over(partial(_ready, view), None, view.question, **_QUIET)
    # changed by an event sent after the cancelling: a piece on its way would put back what the page shows
    stopping = view.question.stop(None, cancels=[asking], **_QUIET).then(stopped, view.chat, conversation, **_QUIET)
    renewing = view.renew.click(None, cancels=[asking], **_QUIET).then(renewed, None, conversation, **_QUIET)
    return [asking, stopping, renewing]


def _wire_article(view: View, system: System) -> None:
    def show(event: gr.EventData, request: gr.Request) -> Updates:
        return _panel(view, system, requested(_sent(event)), _words(request))

    def choose(document_id: str | None, request: gr.Request) -> Updates:
        return _panel(view, system, Shown(document_id) if document_id else None, _words(request))

    panel = [view.article, view.chooser]
    view.article.show(show, None, panel, **_QUIET)
    view.chooser.input(choose, view.chooser, panel, **_QUIET)


def _wire_documents(view: View, system: System) -> None:
    def add(paths: list[str] | None, request: gr.Request, progress: gr.Progress = _PROGRESS) -> Updates:
        words = _words(request)

        def report_progress(stage: Literal["files", "chunks"], done: int, total: int) -> None:
            progress((done, total), desc=words.reading_files if stage == "files" else words.embedding, unit="")

        report = upload(system, [Path(path) for path in paths or []], words, report_progress)
        return {view.files: None, view.report: report, **_all_documents(view, system, words)}

    def take_out(event: gr.EventData, request: gr.Request) -> Updates:
        words = _words(request)
        report = remove(system, str(_sent(event).get("document")), words)
        return {view.report: report, **_all_documents(view, system, words)}

    changed = [view.files, view.report, *view.documents]
    view.files.upload(add, view.files, changed, show_progress_on=view.report, api_visibility="private", **_ONE_WRITER)
    view.library.remove(take_out, None, changed, **_ONE_WRITER, **_QUIET)


def _words(request: gr.Request) -> Strings:
    return strings(preferred_language(request.headers.get("accept-language", "")))


def _message(role: Literal["user", "assistant"], html: str) -> dict[str, Any]:
    return {"role": role, "content": html}


def _ready(view: View) -> Updates:
    return {view.question: gr.update(submit_btn=True, stop_btn=False)}


def _sent(event: gr.EventData) -> Mapping[str, Any]:
    """What the page's script sent along."""
    return event._data if isinstance(event._data, dict) else {}


def _example(event: gr.EventData) -> str | None:
    """The example question that was clicked, where one was."""
    match _sent(event).get("value"):
        case {"text": str(text)}:
            return text
    return None


def _answered(view: View, system: System, answer: Answer | None, turns: list[Turn], words: Strings) -> Updates:
    """Updates of the turns and of the panel, once there is an answer."""
    if answer is None:
        return {}
    places = evidence(answer)
    panel = _panel(view, system, places, words) if places else {}
    return {view.turns: [*turns, Turn(answer.question, answer.plain, answer.short_answer)], **panel}


def _panel(view: View, system: System, shown: Shown | None, words: Strings) -> Updates:
    """Updates of the article and of the choice of documents, or what went wrong in the article's place."""
    try:
        chooser = _chooser(system.index.documents(), shown)
        return {view.article: panel_html(system.index, shown, words), view.chooser: chooser}
    except DalilError as error:  # the answer beside it is shown all the same
        return {view.article: error_html(message_of(error), words.error_lead)}


def _all_documents(view: View, system: System, words: Strings) -> Updates:
    """Updates of `View.documents`: the examples, the newest document, the choice of documents, their list."""
    try:
        records = system.index.documents()
    except DalilError as error:
        return {view.article: error_html(message_of(error), words.error_lead), view.library: ""}
    asked = examples(records) or suggestions(system.index, "ar" if words is ARABIC else "en")
    offered = gr.update(examples=[{"text": question} for question in asked])
    newest = Shown(records[-1].id) if records else None
    return {view.chat: offered, **_panel(view, system, newest, words), view.library: list_html(records, words)}


def _chooser(records: Sequence[DocumentRecord], shown: Shown | None) -> Any:
    chosen = [record for record in records if shown and record.id == shown.document_id]
    offered = {record.id: record.title for record in [*latest(records), *chosen]}
    choices = [(title, document_id) for document_id, title in offered.items()]
    return gr.update(choices=choices, value=chosen[0].id if chosen else None)

"""The components of the chat page that events read and write, and the updates that several events share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.errors import DalilError
from ingest.stores.catalogue import DocumentRecord
from qa.phrases import Language
from qa.system import System
from ui.http.errors import message_of
from ui.page.escaping import QUOTED
from ui.page.examples import offered
from ui.page.library import latest, list_html
from ui.page.message import error_html
from ui.page.offline_gradio import gr
from ui.page.panel import Shown, chooser_html, panel_html, scope_html
from ui.page.strings import preferred_language, strings

Messages = list[dict[str, Any]]
"""The conversation in Gradio's form."""

Updates = dict[gr.blocks.Block, Any]
"""New values or properties of components; the others stay as they are."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class View:
    """The components that events read and write.

    `turns` is the conversation as `System.stream` takes it, `kept` what the browser keeps of it, `ended` the one that
    *New conversation* took away and `undo` brings back; `open_document` is the id of the document in the panel,
    `collection` the one that is asked, None for all documents, `add_to` the one that uploads go into.
    """

    chat: gr.Chatbot
    question: gr.Textbox
    renew: gr.Button
    undo: gr.Button
    turns: gr.State
    ended: gr.State
    kept: gr.BrowserState
    chooser: gr.HTML
    article: gr.HTML
    scope: gr.HTML
    collection: gr.State
    open_document: gr.State
    files: gr.File
    add_to: gr.Textbox
    report: gr.HTML
    library: gr.HTML

    @property
    def panel(self) -> list[gr.components.Component]:
        """What changes where another document is shown; the page's script keeps the chooser in step."""
        return [self.article, self.open_document]

    @property
    def documents(self) -> list[gr.components.Component]:
        """All that shows which documents there are."""
        return [self.chat, *self.panel, self.chooser, self.scope, self.collection, self.library]


def language_of(request: gr.Request) -> Language:
    """The page's language."""
    return preferred_language(request.headers.get("accept-language", ""))


def sent(event: gr.EventData) -> Mapping[str, Any]:
    """What the page's script sent along."""
    return event._data if isinstance(event._data, dict) else {}


def panel_updates(view: View, system: System, shown: Shown | None, spoken: Language) -> Updates:
    """Updates of `View.panel`, or what went wrong in the article's place."""
    try:
        document = shown.document_id if shown else None
        return {view.article: panel_html(system.index, shown, strings(spoken)), view.open_document: document}
    except DalilError as error:  # the answer beside it is shown all the same
        return {view.article: error_html(message_of(error), strings(spoken).error_lead)}


def document_updates(view: View, system: System, spoken: Language, collection: str | None = None) -> Updates:
    """Updates of `View.documents`: the examples, the newest document, the choice of documents, their list.

    All but the list are of the collection, where there is such a one.
    """
    words = strings(spoken)
    try:
        collections = [one.name for one in system.index.collections()]
        asked = collection if collection in collections else None
        scope, records = system.index.scope(collection=asked), system.index.documents()
        within = [record for record in records if asked in (None, record.collection)]
        questions = [_example(question) for question in offered(system.index, within, spoken, scope)]
    except DalilError as error:
        return {view.article: error_html(message_of(error), words.error_lead), view.library: ""}
    return {
        view.chat: gr.update(examples=questions),
        **panel_updates(view, system, _newest(within), spoken),
        view.chooser: chooser_html(latest(within), words),
        view.scope: scope_html(collections, asked, words),
        view.collection: asked,
        view.library: list_html(records, words),
    }


def _newest(records: Sequence[DocumentRecord]) -> Shown | None:
    return Shown(records[-1].id) if records else None


def _example(question: str) -> dict[str, str]:
    """A question to click; a title in it is isolated, which the question that is asked must not be."""
    return {"text": question, "display_text": QUOTED.sub("\u2068\\g<0>\u2069", question)}

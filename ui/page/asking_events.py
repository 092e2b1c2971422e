"""Asking on the chat page: a question and its answer, Stop, *New conversation* and its undoing."""

from asyncio import to_thread
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from qa.answer import Answer
from qa.dialogue.conversation import Turn
from qa.phrases import Language
from qa.system import System
from ui.page.asking import steps
from ui.page.message import is_unfinished, question_html, stopped_html
from ui.page.offline_gradio import gr
from ui.page.panel import evidence
from ui.page.strings import strings
from ui.page.view import QUIET, Messages, Updates, View, language_of, panel_updates, sent

_Ended = tuple[Messages, list[Turn]]


@dataclass(frozen=True)
class Conversation:
    """The events that change the conversation; methods, since Gradio sees no types in a `partial`."""

    view: View
    system: System

    def wire(self) -> None:
        """Connect the question, its buttons and the browser's memory with the system."""
        view = self.view
        conversation = [view.question, view.chat, view.turns, view.undo, view.ended]
        asking = self._wire_asking([*conversation, *view.panel, view.kept])
        # changed by an event sent after the cancelling: a piece on its way would put back what the page shows
        stopping = view.question.stop(None, cancels=[asking], **QUIET)
        stopped = stopping.then(self.stop, view.chat, conversation, **QUIET)
        renewing = view.renew.click(None, cancels=[asking], **QUIET)
        renewed = renewing.then(self.renew, [view.chat, view.turns, view.ended], conversation, **QUIET)
        undone = view.undo.click(self.undo, view.ended, conversation, **QUIET)
        for event in (asking, stopped, renewed, undone):
            event.then(_kept, [view.chat, view.turns], view.kept, **QUIET)

    def _wire_asking(self, changed: Sequence[gr.components.Component]) -> gr.events.Dependency:
        view = self.view
        # one event for both ways to ask: of two, the second would run beside the first, over the same messages
        ways = [view.question.submit, view.chat.example_select]
        said = [view.question, view.chat, view.turns, view.open_document, view.collection]
        asking: gr.events.Dependency = gr.on(ways, self.ask, said, changed, **QUIET)
        for over in (asking.then, asking.failure):  # the page drops what is asked before the last step is over
            over(self.ready, None, view.question, **QUIET)
        return asking

    async def ask(
        self,
        typed: str,
        messages: Messages,
        turns: list[Turn],
        open_document: str | None,
        collection: str | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> AsyncGenerator[Updates]:
        view, spoken = self.view, language_of(request)
        example = _example(event)
        question = example or typed
        said = [*messages, _message("user", question_html(question))]
        yield {
            view.question: gr.update(value=typed if example else "", submit_btn=False, stop_btn=True),
            view.chat: said,
            view.kept: _kept(said, turns),  # so that a page that is loaded again has the question at least
            view.undo: gr.update(visible=False),
            view.ended: None,
        }
        stream = partial(self.system.stream, open_document=open_document, collection=collection)
        translates = self.system.settings.llm is not None
        async with aclosing(steps(stream, question, turns, spoken, translates)) as running:
            async for step in running:
                shown = {view.chat: [*said, _message("assistant", step.html)]}
                yield shown | await to_thread(self._answered, step.answer, turns, spoken)

    def _answered(self, answer: Answer | None, turns: list[Turn], spoken: Language) -> Updates:
        """Updates of the turns and of the panel, once there is an answer."""
        if answer is None:
            return {}
        places = evidence(answer)
        panel = panel_updates(self.view, self.system, places, spoken) if places else {}
        return {self.view.turns: [*turns, Turn(answer.question, answer.plain, answer.short_answer)], **panel}

    def ready(self) -> Updates:
        return {self.view.question: gr.update(submit_btn=True, stop_btn=False)}

    def stop(self, messages: Messages, request: gr.Request) -> Updates:
        return {**self.ready(), self.view.chat: ended_messages(messages, language_of(request))}

    def renew(self, messages: Messages, turns: list[Turn], ended: _Ended | None, request: gr.Request) -> Updates:
        """An empty conversation; the one before it can be brought back until something is asked."""
        before = (ended_messages(messages, language_of(request)), turns) if messages else ended
        undo = gr.update(visible=bool(before))
        view = self.view
        return {**self.ready(), view.chat: [], view.turns: [], view.ended: before, view.undo: undo}

    def undo(self, ended: _Ended | None) -> Updates:
        messages, turns = ended or ([], [])
        view = self.view
        return {view.chat: messages, view.turns: turns, view.ended: None, view.undo: gr.update(visible=False)}


def ended_messages(messages: Messages, spoken: Language) -> Messages:
    """The conversation once nothing more comes: a question that got no answer, or half of one, was stopped."""
    if not messages:
        return messages
    *said, last = messages
    if last["role"] == "user":
        return [*messages, _message("assistant", stopped_html("", strings(spoken)))]
    written = last["content"][0]["text"]
    if not is_unfinished(written):
        return messages
    return [*said, _message("assistant", stopped_html(written, strings(spoken)))]


def _kept(messages: Messages, turns: list[Turn]) -> list[Any]:
    """What the browser keeps; the page begins with it."""
    return [messages, [[turn.question, turn.answer, turn.short_answer] for turn in turns]]


def _message(role: Literal["user", "assistant"], html: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": html}]}


def _example(event: gr.EventData) -> str | None:
    """The example question that was clicked, where one was."""
    match sent(event).get("value"):
        case {"text": str(text)}:
            return text
    return None

"""OpenAI's chat messages as a question and the turns before it."""

from typing import Any

from qa.dialogue.conversation import Turn
from ui.http.openai_form import Message, conversation


def said(role: str, content: Any = None, **more: Any) -> Message:
    return Message.model_validate({"role": role, "content": content, **more})


def test_the_answer_after_a_call_of_tools_is_the_questions() -> None:
    calls = [{"id": "1", "type": "function", "function": {"name": "look", "arguments": "{}"}}]
    messages = [
        said("user", "Who came?"),
        said("assistant", tool_calls=calls),
        said("tool", "He came.", tool_call_id="1"),
        said("assistant", "Kerry came. [1]\n\nSources:\n[1] «Kerry came.» — News"),
        said("user", "When?"),
    ]
    assert conversation(messages) == ("When?", [Turn("Who came?", "Kerry came.")])


def test_a_picture_without_a_word_is_no_turn() -> None:
    picture = [{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]
    messages = [said("user", picture), said("assistant", "A man."), said("user", "Who is Kerry?")]
    assert conversation(messages) == ("Who is Kerry?", [])

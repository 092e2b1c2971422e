"""The prompts that Open WebUI and LibreChat send by themselves, with and without an LLM."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import openai
import pytest

from qa.system import System
from qa.writing.generation import Generator
from tests.scripted_llm import ScriptedLLM
from tests.ui.serving import served
from ui.http.openai_background import is_background
from ui.http.openai_form import Message
from ui.server import create_app

TITLE = """### Task:
Generate a concise, 3-5 word title with an emoji summarizing the chat history.
### Output:
JSON format: { "title": "your concise title here" }
### Chat History:
<chat_history>
USER: Who is the envoy?
ASSISTANT: Staffan de Mistura.
</chat_history>"""
LIBRECHAT = (
    "Provide a concise, 5-word-or-less title for the conversation, using title case conventions. "
    "Only return the title itself.\n\nConversation:\nUser: Who is the envoy?"
)
OPEN_WEBUI = (
    "### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history.",
    "### Task:\nSuggest 3-5 relevant follow-up questions that the user might ask next.",
    "### Task:\nAnalyze the chat history to determine the necessity of generating search queries.",
    "### Task:\nYou are an autocompletion system. Continue the text in `<text>`.",
    "Available Tools: []\n\nYour task is to choose and return the correct tool(s) from the list.",
    "Your task is to reflect the speaker's likely facial expression through a fitting emoji.\n\nMessage: ```Hello```",
    'You have been provided with a set of responses from various models to the latest user query: "Who came?"',
)
"""How its prompts of other kinds begin."""
ATTACHED = """### Task:
Respond to the user query using the provided context, incorporating inline citations in the format [id].

### Guidelines:
- If you don't know the answer, clearly state that.

<context>
<source id="1" name="notes.md">The envoy is a baker.</source>
</context>

"""
"""What stands before a question in Open WebUI where a file is attached to it."""
QUESTIONS = (
    "Who is the envoy?",
    "What is the task of the group?",
    "### Tasks",
    "Analyze this: who came?",
    "Which tools are available?",
    f"{ATTACHED}Who is the envoy?",
    "",
)


def said(text: str, role: str = "user") -> Message:
    return Message.model_validate({"role": role, "content": text})


@pytest.mark.parametrize("prompt", [TITLE, LIBRECHAT, f"\n{TITLE}", *OPEN_WEBUI])
def test_a_background_prompt_is_known_by_its_beginning(prompt: str) -> None:
    assert is_background([said(prompt)])
    assert is_background([said(prompt, "system"), said("Who came?")])


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_none(question: str) -> None:
    assert not is_background([said("Be brief.", "system"), said(question)])
    assert not is_background([said(TITLE), said("A title", "assistant"), said(question)])


@pytest.mark.parametrize("prompt", [LIBRECHAT, *OPEN_WEBUI, "Who is the envoy?"])
def test_nothing_of_a_prompt_without_attachments_is_ignored(prompt: str) -> None:
    assert said(prompt).question == prompt
    assert said(prompt).ignored is None


def test_what_is_attached_to_a_question_is_no_part_of_it() -> None:
    message = said(f"{ATTACHED}Who is the envoy?")
    assert message.question == "Who is the envoy?"
    assert message.ignored == "context"


@pytest.mark.server
@pytest.mark.model
class TestServed:
    @pytest.fixture(scope="class")
    def llm(self) -> ScriptedLLM:
        return ScriptedLLM(scripts=[])

    @pytest.fixture(scope="class")
    def writing(self, system: System, llm: ScriptedLLM) -> Iterator[openai.OpenAI]:
        generator = Generator(lambda: llm, "scripted:x", system.index.embedding, system.quoter, 4096, 10)
        with (
            served(create_app(replace(system, generator=generator))) as address,
            openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client,
        ):
            yield client

    @pytest.fixture(scope="class")
    def quoting(self, system: System) -> Iterator[openai.OpenAI]:
        """A client of a server without an LLM."""
        with (
            served(create_app(system)) as address,
            openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client,
        ):
            yield client

    @pytest.mark.parametrize("stream", [False, True])
    def test_the_llm_answers_it_without_documents(self, writing: openai.OpenAI, llm: ScriptedLLM, stream: bool) -> None:
        llm.scripts.append(["<think>A title.</think>", '{ "title": "The UN envoy" }'])
        long = TITLE.replace("Who is the envoy?", "Who is the envoy? " * 3000)
        messages: Any = [{"role": "user", "content": long}]
        reply: Any = writing.chat.completions.create(model="dalil", messages=messages, stream=stream)
        if stream:
            text = "".join(chunk.choices[0].delta.content or "" for chunk in reply)
        else:
            text = reply.choices[0].message.content
        assert text == '{ "title": "The UN envoy" }'
        (prompt,) = llm.prompts[-1]
        assert prompt.text.startswith("### Task:")
        assert prompt.text.endswith("</chat_history>")
        assert len(prompt.text) < 21_000
        assert "<passage" not in prompt.text

    def test_without_an_llm_it_is_refused_and_not_answered_from_documents(self, quoting: openai.OpenAI) -> None:
        with pytest.raises(openai.UnprocessableEntityError, match="need a language model; set DALIL_LLM"):
            quoting.chat.completions.create(model="dalil", messages=[{"role": "user", "content": TITLE}])

    @pytest.mark.parametrize("role", ["user", "system"])
    def test_a_question_with_a_file_attached_is_answered_from_the_documents(
        self, quoting: openai.OpenAI, role: str
    ) -> None:
        question, context = "Who is the United Nations envoy to Syria?", ATTACHED.replace("baker.", "baker. " * 2000)
        asked: Any = [{"role": "user", "content": question}]
        with_file: Any = [{"role": "user", "content": context + question}]
        if role == "system":
            with_file = [{"role": "system", "content": context}, *asked]
        plain: Any = quoting.chat.completions.create(model="dalil", messages=asked)
        answered: Any = quoting.chat.completions.create(model="dalil", messages=with_file)
        assert answered.citations == plain.citations != []
        assert ("Only the text of the question was read" in answered.choices[0].message.content) == (role == "user")

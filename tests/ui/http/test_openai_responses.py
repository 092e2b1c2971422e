"""OpenAI's newer form and embeddings, through the official client against a running server."""

import asyncio
from typing import Any

import numpy as np
import openai
import pytest
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

from qa.dialogue.conversation import Turn
from qa.system import System
from ui.http.openai_responses import Kept

pytestmark = [pytest.mark.server, pytest.mark.model]

QUESTION = "Who is the United Nations envoy to Syria?"


def test_a_response_carries_the_answer_and_its_evidence(client: openai.OpenAI, system: System) -> None:
    response: Any = client.responses.create(model="dalil", input=QUESTION)
    answer = system.ask(QUESTION)
    assert answer.text in response.output_text
    assert response.citations == [citation.to_json() for citation in answer.citations]
    assert response.output[0].sources[0]["document"] == [answer.citations[0].quote]
    assert response.status == "completed"
    assert response.usage.total_tokens == response.usage.input_tokens + response.usage.output_tokens > 20


def test_a_stream_brings_the_same_text_in_the_order_of_openais_events(client: openai.OpenAI) -> None:
    whole = client.responses.create(model="dalil", input=QUESTION)
    events = list(client.responses.create(model="dalil", input=QUESTION, stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    kinds = [event.type for event in events]
    assert kinds[:4] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
    ]
    assert kinds[-4:] == [
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    last: Any = events[-1]
    assert "".join(deltas) == last.response.output_text == whole.output_text


def test_the_client_s_own_stream_helper_gives_the_final_response(client: openai.OpenAI) -> None:
    with client.responses.stream(model="dalil", input=QUESTION) as stream:
        for _ in stream:
            pass
        assert "[1]" in stream.get_final_response().output_text


def test_a_response_goes_on_from_the_one_before(client: openai.OpenAI) -> None:
    first = client.responses.create(model="dalil", input=QUESTION)
    second = client.responses.create(model="dalil", input="And who is he?", previous_response_id=first.id)
    assert f"(Understood as: {QUESTION} And who is he?" in second.output_text
    assert second.previous_response_id == first.id


def test_a_message_that_was_answered_before_may_be_named_by_its_id(client: openai.OpenAI) -> None:
    first = client.responses.create(model="dalil", input=QUESTION)
    items: Any = [
        {"role": "user", "content": QUESTION},
        {"type": "item_reference", "id": first.output[0].id},
        {"role": "user", "content": "And who is he?"},
    ]
    second = client.responses.create(model="dalil", input=items)
    assert f"(Understood as: {QUESTION} And who is he?" in second.output_text
    items[1]["id"] = "msg_none"
    with pytest.raises(openai.NotFoundError, match="send the messages instead"):
        client.responses.create(model="dalil", input=items)


@pytest.mark.parametrize("store", [True, False])
def test_an_unknown_response_is_refused_clearly(client: openai.OpenAI, store: bool) -> None:
    name = "resp_none" if store else client.responses.create(model="dalil", input=QUESTION, store=False).id
    with pytest.raises(openai.NotFoundError) as raised:
        client.responses.create(model="dalil", input="And who is he?", previous_response_id=name)
    assert raised.value.code == "previous_response_not_found"
    assert "send the messages instead" in str(raised.value)


def test_a_response_is_forgotten_after_its_time() -> None:
    kept, turns = Kept(seconds=0), [Turn("Who?", "He.")]
    kept.keep("resp_1", turns)
    assert kept.turns("resp_1") is None
    kept = Kept()
    kept.keep("resp_1", turns)
    assert kept.turns("resp_1") == turns


def test_items_of_input_are_the_history_and_pictures_are_ignored_with_a_notice(client: openai.OpenAI) -> None:
    picture = {"type": "input_image", "image_url": "https://example.org/a.png", "detail": "auto"}
    items: Any = [
        {"role": "user", "content": [{"type": "input_text", "text": QUESTION}]},
        {"type": "function_call", "call_id": "1", "name": "look", "arguments": "{}"},
        {"role": "assistant", "content": [{"type": "output_text", "text": "De Mistura."}]},
        {"role": "user", "content": [picture, {"type": "input_text", "text": "And who is he?"}]},
    ]
    text = client.responses.create(model="dalil", input=items).output_text
    assert f"Understood as: {QUESTION} And who is he?" in text
    assert "Only the text of the question was read" in text


def test_langchains_client_speaks_it_too(address: str) -> None:
    chat = ChatOpenAI(model="dalil", base_url=address, api_key="none", use_responses_api=True)  # type: ignore[arg-type]
    assert "[1]" in chat.invoke(QUESTION).text
    assert "[1]" in "".join(chunk.text for chunk in chat.stream(QUESTION))


@pytest.mark.parametrize("form", ["float", "base64"])
def test_embeddings_are_the_index_s_own(client: openai.OpenAI, system: System, form: Any) -> None:
    texts = ["Kerry came to Moscow.", "وصل كيري إلى موسكو."]
    reply = client.embeddings.create(model="dalil", input=texts, encoding_format=form)
    own = system.index.embedding.embed_documents(texts)
    assert [one.index for one in reply.data] == [0, 1]
    if form == "float":
        assert np.allclose([one.embedding for one in reply.data], own, atol=1e-3)
    assert reply.usage.total_tokens > 5


def test_embeddings_of_one_text_and_by_langchain(client: openai.OpenAI, address: str) -> None:
    (one,) = client.embeddings.create(model="dalil", input="Kerry").data
    embeddings = OpenAIEmbeddings(
        model="dalil",
        base_url=address,
        api_key="none",  # type: ignore[arg-type]
        check_embedding_ctx_length=False,
    )
    assert np.allclose(embeddings.embed_query("Kerry"), one.embedding, atol=1e-3)


def test_tokens_are_refused_with_what_to_do(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="check_embedding_ctx_length=False"):
        client.embeddings.create(model="dalil", input=[[1, 2, 3]])


def test_the_asynchronous_client_works(address: str) -> None:
    async def asked() -> str:
        async with openai.AsyncOpenAI(base_url=address, api_key="none", max_retries=0) as client:
            return (await client.responses.create(model="dalil", input=QUESTION)).output_text

    assert "[1]" in asyncio.run(asked())

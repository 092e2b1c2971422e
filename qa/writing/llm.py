"""The language model: made from settings, streamed with one retry and a limit on silence, its failures named.

An error's own text never leaves here: providers put keys and addresses into it.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from ingest.errors import ModelError, UsageError
from qa.answer import Failure
from qa.settings import Settings
from qa.writing.local_model import client_of_any_loop, is_local, load_local

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_TRANSIENT: frozenset[Failure] = frozenset({"unreachable", "busy", "failed"})
RETRY_AFTER = 1.0
"""Seconds before the second and last try; only before the first piece of text, and only where waiting may help."""
OLLAMA_ROOM = 2
"""An Ollama model's context by the prompt's budget: for the answer, and for tokens that are counted otherwise there.

Where no context is asked for, Ollama takes its own (4,096 tokens) and cuts a longer prompt without a word.
"""

_log = logging.getLogger(__name__)


class LLMError(ModelError):
    """The language model gave no answer, or not all of it; `failure` says of which kind."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(
            f"the language model gave no answer ({failure}); check DALIL_LLM, DALIL_LLM_BASE_URL and its key"
        )
        self.failure: Failure = failure


def load_llm(settings: Settings) -> "BaseChatModel":
    """The chat model that `settings.llm` names (`provider:model`). Connects to nothing; `gguf:PATH` starts a server.

    Raises UsageError for a name of another form; ModelError where the provider's package or key is missing.
    """
    name = settings.llm or ""
    if is_local(name):
        return load_local(name, settings.llm_context, settings.llm_timeout)
    if not all(name.partition(":")):
        raise UsageError(f"DALIL_LLM={name!r} is not a model's name; expected `provider:model`, like `ollama:qwen3`")
    from langchain.chat_models import init_chat_model

    try:
        model = init_chat_model(name, **_options(settings))
    except ImportError as error:
        raise ModelError(f"DALIL_LLM={name!r} needs another package: {error}") from error
    except ValueError as error:  # an unknown provider
        raise UsageError(f"DALIL_LLM={name!r}: {str(error).splitlines()[0]}") from error
    except Exception as error:  # a provider's own: most often no key
        raise ModelError(
            f"DALIL_LLM={name!r} cannot be made ({type(error).__name__}); is DALIL_LLM_API_KEY set?"
        ) from None
    return cast("BaseChatModel", model)


def _options(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {"timeout": settings.llm_timeout, "max_retries": 0}  # retrying is done here, once
    if (settings.llm or "").startswith("openai:"):
        options["stream_chunk_timeout"] = settings.llm_timeout  # else it has one of its own, of two minutes
        options["http_async_client"] = client_of_any_loop()
    if _is_ollama(settings.llm or ""):
        options["num_ctx"] = OLLAMA_ROOM * settings.llm_context
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    if settings.llm_api_key and _is_ollama(settings.llm or ""):  # knows no keys itself; what stands before it may
        options["client_kwargs"] = {"headers": {"Authorization": f"Bearer {settings.llm_api_key}"}}
    elif settings.llm_api_key:
        options["api_key"] = settings.llm_api_key
    elif settings.llm_base_url and (settings.llm or "").startswith("openai:") and not os.environ.get("OPENAI_API_KEY"):
        options["api_key"] = "none"  # a server of one's own asks for no key, its client does
    return options


def _is_ollama(model: str) -> bool:
    return model.startswith("ollama:")


def remedy(model: str, failure: Failure) -> str | None:
    """The command that repairs a failure of the model `provider:name`, where there is one."""
    return f"ollama pull {model.partition(':')[2]}" if _is_ollama(model) and failure == "unknown" else None


async def stream_text(
    llm: "BaseChatModel", messages: "Sequence[BaseMessage]", timeout: float, retry_after: float = RETRY_AFTER
) -> AsyncIterator[str]:
    """The LLM's text, piece by piece; closing the iterator ends the generation.

    Raises LLMError, also where it is silent for `timeout` seconds.
    """
    begun = False
    for last_try in (False, True):
        try:
            async with aclosing(llm.astream(list(messages))) as chunks:  # type: ignore[type-var]
                while True:
                    async with asyncio.timeout(timeout):
                        chunk = await anext(chunks)
                    begun = begun or bool(chunk.text)
                    yield chunk.text
        except StopAsyncIteration:
            return
        except Exception as error:  # every provider has its own
            failure = "interrupted" if begun else failure_of(error)
            _log.warning("the language model gave no answer: %s (%s)", failure, type(error).__name__)
            if begun or last_try or failure not in _TRANSIENT:
                raise LLMError(failure) from None
        await asyncio.sleep(retry_after)


async def reply_of(llm: "BaseChatModel", messages: "Sequence[BaseMessage]", timeout: float, max_characters: int) -> str:
    """The LLM's whole reply; it is stopped once it has written more than `max_characters`. Raises LLMError."""
    reply = ""
    async with aclosing(stream_text(llm, messages, timeout)) as pieces:  # type: ignore[type-var]
        async for piece in pieces:
            reply += piece
            if len(reply) > max_characters:
                break
    return reply


_TOO_LONG = ("context", "too long", "too large", "maximum length", "token limit", "exceed")


def failure_of(error: BaseException) -> Failure:
    """The kind of failure, from what the providers' exceptions have in common: an HTTP status, or a telling name."""
    causes = list(_causes(error))
    for cause in causes:
        if (status := _status(cause)) is not None:
            return _by_status(status, str(cause).lower())
    names = [base.__name__ for cause in causes for base in type(cause).__mro__]
    if any("Timeout" in name for name in names):
        return "late"
    return "unreachable" if any("Connect" in name for name in names) else "failed"


def _status(error: BaseException) -> int | None:
    """The HTTP status that an exception carries, or the response in it."""
    response = getattr(error, "response", None)
    carried = [getattr(where, name, None) for where in (error, response) for name in ("status_code", "code")]
    return next((status for status in carried if isinstance(status, int) and 400 <= status < 600), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _by_status(status: int, message: str) -> Failure:
    if status == 413 or (status == 400 and any(sign in message for sign in _TOO_LONG)):
        return "too_long"
    kinds: dict[int, Failure] = {401: "refused", 403: "refused", 404: "unknown", 408: "late", 429: "busy", 504: "late"}
    return kinds.get(status, "failed")

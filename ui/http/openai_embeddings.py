"""OpenAI's form of embeddings, `/v1/embeddings`: texts → vectors of the index's own embedding model.

Form: https://platform.openai.com/docs/api-reference/embeddings
"""

import base64
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, Field

from ingest.text.tokens import count_tokens
from ui.http.openai_form import MODEL
from ui.http.schemas import Text

MAX_TEXTS = 256


def _texts(value: object) -> object:
    """A text alone as a list of one. Lists of tokens are of another model's vocabulary."""
    if isinstance(value, list) and value and isinstance(value[0], int | list):
        raise ValueError("send texts, not tokens; LangChain's client does with check_embedding_ctx_length=False")
    return [value] if isinstance(value, str) else value


class EmbeddingRequest(BaseModel):
    model: str = Field(examples=[MODEL])
    input: Annotated[list[Text], BeforeValidator(_texts, json_schema_input_type=str | list[str])] = Field(
        min_length=1, max_length=MAX_TEXTS
    )
    encoding_format: Literal["float", "base64"] = "float"


def embedding_list(request: EmbeddingRequest, vectors: list[list[float]]) -> dict[str, Any]:
    """The vectors in the order of the texts."""
    data = [
        {"object": "embedding", "index": n, "embedding": _encoded(vector, request.encoding_format)}
        for n, vector in enumerate(vectors)
    ]
    tokens = sum(map(count_tokens, request.input))
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "model": request.model, "data": data, "usage": usage}


def _encoded(vector: list[float], form: str) -> list[float] | str:
    if form == "float":
        return vector
    return base64.b64encode(np.array(vector, dtype="<f4").tobytes()).decode()

"""For the API's tests: where it is called, and what its answers must look like."""

import json
from typing import Any

from pydantic import BaseModel

ADDRESS = "http://127.0.0.1:7860"


def error(response: Any) -> tuple[int, str, str]:
    """Status, type and message of an error, which has no other parts."""
    body = response.json()
    assert set(body["error"]) == {"type", "message"}
    return response.status_code, body["error"]["type"], body["error"]["message"]


def events(body: str) -> list[tuple[str, Any]]:
    """Name and data of each server-sent event; comments are ignored."""
    frames = [frame.split("\n") for frame in body.strip().split("\n\n") if not frame.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def exact(model: type[BaseModel], data: dict[str, Any]) -> None:
    """The JSON has all of the described keys and no other, at every depth."""
    described = model.model_validate(data)
    assert described.model_dump(exclude_unset=True) == data

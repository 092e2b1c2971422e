"""Dalil as models in OpenAI's list: `dalil` asks all documents, `dalil:NAME` those of a collection."""

from typing import Any

from starlette.exceptions import HTTPException

from qa.system import System
from ui.http.openai_form import MODEL, model_card


class NoSuchModel(HTTPException):
    """OpenAI's clients know it by its code."""


class ModelList:
    """The routes of the list."""

    def __init__(self, system: System) -> None:
        self._system = system

    def list_models(self) -> dict[str, Any]:
        """List the models: `dalil`, and one for each collection."""
        return {"object": "list", "data": [model_card(name) for name in model_names(self._system)]}

    def show_model(self, name: str) -> dict[str, Any]:
        """Show a model."""
        collection_of(self._system, name)
        return model_card(name)


def model_names(system: System) -> list[str]:
    return [MODEL, *(f"{MODEL}:{collection.name}" for collection in system.index.collections())]


def collection_of(system: System, model: str) -> str | None:
    """The collection that the model asks, None for all documents. Raises NoSuchModel."""
    if model != MODEL and model not in (names := model_names(system)):
        raise NoSuchModel(404, f"there is no model {model!r}; the models are {', '.join(map(repr, names))}")
    return model.partition(":")[2] or None

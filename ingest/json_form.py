"""JSON forms: a value declares once which of its fields and properties its JSON has; JSON and schema follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar, get_type_hints

DIGITS = 4
MILLISECOND_DIGITS = 1
"""Decimals of a float, and of one below a name that ends in `_ms`."""


class JsonForm:
    """A frozen dataclass with a JSON form: the fields and properties that `JSON` names, in order; else all fields.

    Those that `JSON_IF_ANY` names follow where they are not empty.
    """

    JSON: ClassVar[tuple[str, ...]] = ()
    JSON_IF_ANY: ClassVar[tuple[str, ...]] = ()

    def to_json(self) -> dict[str, Any]:
        names = (*self._json_names(), *(name for name in self.JSON_IF_ANY if getattr(self, name)))
        return {
            name: _encoded(getattr(self, name), MILLISECOND_DIGITS if name.endswith("_ms") else DIGITS)
            for name in names
        }

    @classmethod
    def json_types(cls) -> dict[str, Any]:
        """The type of each name in the JSON, as the field or the property is annotated."""
        annotated = get_type_hints(cls)
        names = (*cls._json_names(), *cls.JSON_IF_ANY)
        return {name: annotated[name] if name in annotated else _returned(cls, name) for name in names}

    @classmethod
    def _json_names(cls) -> tuple[str, ...]:
        return cls.JSON or tuple(field.name for field in fields(cls))  # type: ignore[arg-type]


def _returned(cls: type, name: str) -> Any:
    return get_type_hints(getattr(cls, name).fget)["return"]


def _encoded(value: Any, digits: int) -> Any:
    match value:
        case float():
            return round(value, digits)
        case JsonForm():
            return value.to_json()
        case str():
            return value
        case Mapping():
            return {key: _encoded(item, digits) for key, item in value.items()}
        case Sequence():
            return [_encoded(item, digits) for item in value]
    return value

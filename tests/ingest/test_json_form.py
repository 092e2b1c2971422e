"""A value's JSON and the types of it come from the value alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.json_form import JsonForm


@dataclass(frozen=True)
class Leaf(JsonForm):
    name: str
    weight: float | None = None


@dataclass(frozen=True)
class Tree(JsonForm):
    JSON = ("leaves", "height", "timings_ms")

    leaves: tuple[Leaf, ...]
    secret: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def height(self) -> int:
        return len(self.leaves)


def test_without_names_the_json_has_every_field() -> None:
    assert Leaf("a", 0.123456).to_json() == {"name": "a", "weight": 0.1235}
    assert Leaf.json_types() == {"name": str, "weight": float | None}


def test_with_names_it_has_those_fields_and_properties_and_values_within_it_have_their_own() -> None:
    tree = Tree((Leaf("a"), Leaf("b", 1.0)), "s", {"read": 1.26})
    assert tree.to_json() == {
        "leaves": [{"name": "a", "weight": None}, {"name": "b", "weight": 1.0}],
        "height": 2,
        "timings_ms": {"read": 1.3},
    }
    assert Tree.json_types() == {"leaves": tuple[Leaf, ...], "height": int, "timings_ms": Mapping[str, float]}


@dataclass(frozen=True)
class Bush(JsonForm):
    JSON = ("name",)
    JSON_IF_ANY = ("nests",)

    name: str
    nests: tuple[str, ...] = ()


def test_what_it_has_only_if_there_is_any_is_left_out_where_it_is_empty() -> None:
    assert Bush("a").to_json() == {"name": "a"}
    assert Bush("a", ("wren",)).to_json() == {"name": "a", "nests": ["wren"]}
    assert Bush.json_types() == {"name": str, "nests": tuple[str, ...]}

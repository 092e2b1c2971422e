"""Documents that say different things of the same matter: each is shown, with its title."""

from collections.abc import Iterator

import pytest

from ingest.document import Document
from qa.settings import Settings
from qa.system import System, build

pytestmark = pytest.mark.model

_FILLING = "The office is in Karlova Street. Bicycles are left in the yard. The kitchen is cleaned on Fridays. "
HANDBOOKS = [
    Document(
        f"handbook-{year}.txt",
        f"Handbook {year}",
        f"{_FILLING}Every employee has {days} days of paid leave a year. The laptop is replaced after {years} years. "
        f"Travel in the city is paid by the firm. The handbook is kept by {keeper}.",
    )
    for year, days, years, keeper in ((2021, 24, "four", "Nadia Brandt"), (2024, 27, "four", "Piet Visser"))
]
RULES = [
    Document(
        f"rules-{year}.txt",
        f"لائحة المسبح {year}",
        f"يفتح المسبح في شهر أيار. يدفع الزائر {fee} دنانير عن كل زيارة. يمنع الطعام قرب الماء. يعمل في المسبح منقذان.",
    )
    for year, fee in ((2022, 3), (2025, 5))
]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = build(Settings(data=tmp_path_factory.mktemp("offices")))
    system.index.add([*HANDBOOKS, *RULES])
    yield system
    system.close()


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("How many days of paid leave does an employee have?", ("Handbook 2021: ", "Handbook 2024: ", "24", "27")),
        ("كم يدفع الزائر عن كل زيارة؟", ("لائحة المسبح 2022: ", "لائحة المسبح 2025: ", "3", "5")),
        ("Who keeps the handbook?", ("Handbook 2021: ", "Handbook 2024: ", "Nadia Brandt", "Piet Visser")),
    ],
)
def test_another_value_for_the_same_is_shown_beside_the_first(
    offices: System, question: str, both: tuple[str, ...]
) -> None:
    answer = offices.ask(question)
    assert answer.answered
    assert len(answer.citations) == 2
    assert all(said in answer.text for said in both)


def test_what_both_say_alike_is_shown_once(offices: System) -> None:
    answer = offices.ask("After how many years is the laptop replaced?")
    assert len(answer.citations) == 1
    assert "four years" in answer.text

"""Claims: a translation supports, a neighbour and an altered claim do not; question and answer make a claim."""

import random
from pathlib import Path

from qa.training.alterations import Alterations
from qa.training.claims import Answered, Translations, clause, read_pairs, stated
from qa.training.questions import Item, QuestionSet

PAIRS = [
    (f"In {1900 + n}, ship {n} sank there, off the coast.", f"في {1900 + n} غرقت السفينة {n} هناك.") for n in range(20)
]
TRANSLATIONS = Translations(PAIRS, Alterations((("Bob",), ("بوب",)), {}))


def test_a_supported_claim_is_of_the_sentence_or_its_translation() -> None:
    both, supported = dict(PAIRS) | {arabic: english for english, arabic in PAIRS}, 0
    for seed in range(300):
        one = TRANSLATIONS.example(random.Random(seed))
        if one.supported:
            supported += 1
            own = [text for text in both if one.sentence.startswith(text)]
            assert any(one.claim in text for sentence in own for text in (sentence, both[sentence]))
    assert 100 < supported < 170


def test_an_unsupported_claim_is_not_said_by_the_sentence() -> None:
    both = dict(PAIRS) | {arabic: english for english, arabic in PAIRS}
    for seed in range(300):
        one = TRANSLATIONS.example(random.Random(seed))
        if not one.supported:
            assert one.claim not in (one.sentence, both[one.sentence])


def test_a_clause_is_whole_words_of_the_sentence() -> None:
    sentence = "When the war was over, he went home to his family, at last."
    clauses = {clause(sentence, random.Random(seed)) for seed in range(50)}
    assert "When the war was over" in clauses
    assert "he went home to his family, at last." in clauses
    assert all(len(one.split()) >= 3 and one in sentence for one in clauses)
    assert clause("One clause only.", random.Random(0)) == "One clause only."


def test_question_and_answer_become_a_claim() -> None:
    def forms(question: str, answer: str) -> set[str]:
        return {stated(question, answer, random.Random(seed)) for seed in range(40)}

    assert forms("Who wrote the book?", "Bob") == {"Who wrote the book? Bob", "Bob wrote the book"}
    assert "the capital of Chad: Ndjamena" in forms("What is the capital of Chad?", "Ndjamena")
    assert "ولد نابليون 1769" in forms("متى ولد نابليون؟", "1769")


def test_the_answers_sentence_supports_and_another_answer_or_sentence_does_not() -> None:
    paragraph = "Bob was born in the year 1900. The house of Alice was built in 1950 by hand."
    items = [
        Item("1", "When was Bob born?", 0, 25, 29, ("1900",)),
        Item("2", "When was it built?", 0, 63, 67, ("1950",)),
    ]
    questions = QuestionSet("q", [paragraph], [0], items)
    for seed in range(100):
        one = Answered(questions, questions).example(random.Random(seed))
        right = ("Bob" in one.claim) == ("Bob" in one.sentence) and ("1900" in one.claim) == ("Bob" in one.claim)
        assert one.supported == right


def test_an_unanswerable_question_is_never_supported() -> None:
    items = [Item("1", "When did Bob die?", 0, 0, 0, ()), Item("2", "When was Bob born?", 0, 13, 17, ("1900",))]
    questions = QuestionSet("q", ["Bob was born 1900."], [0], items)
    for seed in range(50):
        one = Answered(questions, questions).example(random.Random(seed))
        assert not (one.supported and "die" in one.claim)


def test_every_fifth_block_of_lines_is_for_development(tmp_path: Path) -> None:
    (tmp_path / "parallel").mkdir()
    for name in ("ntrex", "tico19", "tatoeba"):
        (tmp_path / "parallel" / f"{name}.tsv").write_text("".join(f"{n}\tعَدد {n}\n" for n in range(260)))
    held = read_pairs(tmp_path, development=True)
    assert held[:50] == [(str(n), f"عدد {n}") for n in range(200, 250)]
    assert len(held) == 150
    assert len(read_pairs(tmp_path, development=False)) == 3 * 210

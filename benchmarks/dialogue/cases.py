"""Lines of a chat over given documents, and whether the reply is right.

    python benchmarks/dialogue/cases.py FOLDER

FOLDER holds `handbook.docx`, `report.pdf` and `notes.md`, which are no part of the project; without it nothing is
measured, which is said. The seed article is asked too. A reply is right that holds one of the given words, or that is
of the given kind.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Document
from ingest.pipeline import ingest, ingest_documents
from qa.answer import Answer
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System, build

HERE = Path(__file__).parent
SEED = HERE.parent.parent / "seeds" / "putin-kerry-moscow-2016-07-15.ar.txt"
TESLA = Document(
    "tesla.txt",
    "نيكولا تسلا",
    "كان نيكولا تسلا مخترعاً وفيزيائياً ومهندساً كهربائياً. توفي تسلا في نيويورك في 7 كانون الثاني 1943. "
    "عاش تسلا معظم حياته في سلسلة من فنادق نيويورك.",
)
Right = Callable[[Answer], bool]


def friendly(answer: Answer) -> bool:
    return answer.mode == "chat" and not answer.citations


def overview(answer: Answer) -> bool:
    return answer.short_answer is None and len(answer.citations) >= 3 and not answer.sentences[0].citations


def not_said(answer: Answer) -> bool:
    return not answer.answered


def says(*words: str) -> Right:
    """Whether it holds all of the words, one of each alternative that `|` parts."""

    def right(answer: Answer) -> bool:
        return answer.answered and all(any(one in answer.text for one in word.split("|")) for word in words)

    return right


def short(*words: str) -> Right:
    return lambda answer: answer.answered and any(word in (answer.short_answer or "") for word in words)


def sentence(answer: Answer) -> bool:
    return answer.short_answer is None and bool(answer.citations)


@dataclass(frozen=True)
class Case:
    """Turns, of which the last is judged."""

    turns: Sequence[str]
    right: Right


CASES = (
    *(Case([turn], friendly) for turn in ("hello", "thanks!", "What can you do?", "مرحبا")),
    *(Case([turn], overview) for turn in ("what is this article about?", "summarize", "عن ماذا يتحدث المقال")),
    Case(["who is lavrov"], short("وزير الخارجية الروسي")),
    Case(["من هو دي ميستورا"], short("المبعوث")),
    Case(["did putin meet kerry?"], sentence),
    Case(["هل اتفق الطرفان على الاسد"], not_said),
    Case(["متى توفي تسلا؟", "وأين عاش؟"], says("فنادق")),
    Case(["who founded palmyra logistics?"], short("Khoury")),
    Case(["who founded palmyra logistics?", "when?"], says("2009")),
    Case(["who founded palmyra logistics?", "when?", "and where"], says("Homs")),
    Case(["Where will the joint group be based?", "And what is its task?"], says("توسيع التنسيق")),
    Case(["can i work from home"], says("two days a week", "warehouse")),
    Case(["what if i'm sick for 40 days"], says("first 30 days")),
    Case(["salary grade B"], short("2,900")),
    Case(["how old is the apple tree"], says("1962")),
    Case(["how many vacation days do i get"], says("26 days")),
    Case(["when did kerry arrive and what did he want"], says("مساء الخميس", "ليعرض|يفهم")),
    Case(["What did Lavrov agree to?"], says("بلا هوادة", "مواصلة الحوار", "الخطوات المشتركة")),
    Case(["كم عدد القتلى"], not_said),
)


def last_answer(system: System, turns: Sequence[str]) -> Answer:
    history: list[Turn] = []
    for turn in turns:
        answer = system.ask(turn, history)
        history.append(Turn(turn, answer.plain, answer.short_answer))
    return answer


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder is None or not (folder / "handbook.docx").exists():
        print("SKIP the documents are no part of the project; give their folder")
        return 0
    with tempfile.TemporaryDirectory() as data:
        system = build(Settings(data=Path(data)))
        ingest_documents(system.index, [TESLA])
        ingest(system.index, [str(folder), str(SEED)], system.loader)
        right = 0
        for case in CASES:
            answer = last_answer(system, case.turns)
            holds = case.right(answer)
            right += holds
            print(
                "right" if holds else "WRONG",
                " · ".join(case.turns),
                "→",
                " ".join(answer.text.split())[:160],
                flush=True,
            )
        print(f"{right} of {len(CASES)} right")
        system.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

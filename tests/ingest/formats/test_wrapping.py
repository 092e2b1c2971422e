"""Which line breaks the margin forced, and which the author meant."""

import textwrap
import tracemalloc

import pytest

from ingest.formats.loading import Loader
from ingest.formats.wrapping import unwrapped
from ingest.text.sentences import sentences

ENGLISH = (
    "The harbour of Socotra was built in the last years of the century, when the island had no road at all. Its three "
    "cranes came from Aden and were put up by hand. A ferry leaves on Tuesdays, unless the monsoon keeps it in port "
    "until the wind turns, which may take a week or a month."
)
ARABIC = (
    "بُني ميناء سقطرى في السنوات الأخيرة من القرن، حين لم يكن في الجزيرة طريق واحد. وجاءت رافعاته الثلاث من عدن ورُكبت "
    "باليد. وتغادر العبّارة أيام الثلاثاء، إلا إذا أبقتها الرياح الموسمية في الميناء حتى تتحول الريح، وقد يدوم ذلك "
    "أسبوعا أو شهرا كاملا."
)


def wrapped(*paragraphs: str, width: int = 72) -> str:
    return "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)


@pytest.mark.parametrize("width", [60, 72, 79, 100])
@pytest.mark.parametrize("paragraph", [ENGLISH, ARABIC])
def test_paragraphs_become_whole_again(paragraph: str, width: int) -> None:
    text = wrapped(paragraph, paragraph, paragraph, width=width)
    assert unwrapped(text) == "\n\n".join([paragraph] * 3)


def test_a_sentence_over_two_lines_is_one() -> None:
    text = unwrapped(wrapped(ENGLISH, ENGLISH))
    assert [text[start:end] for start, end in sentences(text)][1] == (
        "Its three cranes came from Aden and were put up by hand."
    )


def test_every_offset_stays() -> None:
    text = f"# Socotra  \n\n{wrapped(ENGLISH, ENGLISH)}\n"
    found = unwrapped(text)
    assert len(found) == len(text)
    assert found.split() == text.split()


@pytest.mark.parametrize(
    "kept",
    [
        "# Socotra and its harbour, which was built in the last years of it",
        "Socotra\n=======",
        "- the ferry to Aden\n- the ferry to Salalah\n- no other ferry",
        "1. the ferry to Aden, which leaves on Tuesdays and on Thursdays, too\n2. the ferry to Salalah",
        "Harbour Office\nSocotra\nYemen",
        "```\nfor ship in harbour.ships_that_are_at_anchor_since_the_last_monsoon():\n    ship.wait()\n```",
        "| ship | leaves on which day of the week, if no wind keeps it there |\n|---|---|\n| ferry | Tuesday |",
        "> The harbour of Socotra was built in the last years of the century,\n> when the island had no road at all.",
        "◦ the ferry to Aden that leaves on Tuesdays unless the monsoon keeps it,\n◦ the ferry to Salalah",
        "[1] See the report of the harbour office of Socotra, Aden 1998, page 12.\n[2] See the second report.",
        "LAVROV: We have agreed upon concrete steps that both our countries will\nKERRY: Not everything will change.",
        "title: a long title of a document that goes on and on for a whole line\nauthor: somebody with a name",
        "This line of the poem is quite long and goes nearly to the margin, yes  \nthis second line is not so long",
        "A term that is defined here in this glossary of all terms of the port:\n    the definition of it",
        "Harbour ..................................................... page 1\nFerry ......................... page 2",
        "Socotra,Yemen,an island of Yemen with a harbour and no road at all,trees\nAden,Yemen,a harbour",
    ],
)
def test_lines_that_are_meant_stay_among_paragraphs_that_are_wrapped(kept: str) -> None:
    text = f"{wrapped(ENGLISH, ENGLISH)}\n\n{kept}\n\n{wrapped(ENGLISH)}"
    assert unwrapped(text) == f"{ENGLISH}\n\n{ENGLISH}\n\n{kept}\n\n{ENGLISH}"


def test_a_wrapped_item_is_one_line() -> None:
    item = f"- {ENGLISH}"
    text = f"{wrapped(item)}\n{wrapped(item)}"
    assert unwrapped(text) == f"{item}\n{item}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        # an article, each paragraph a line, between its headlines
        f"Putin and Kerry discuss how to tighten the noose on both organisations\n{ENGLISH}\n{ENGLISH}\n" * 4,
        # verse
        "Tell me not, in mournful numbers,\nLife is but an empty dream!\nFor the soul is dead that slumbers,\n" * 9,
        # a log
        "\n".join(
            f"2026-11-28 12:00:{n:02} INFO the ferry {'waits ' * (n % 7)}in the harbour of Socotra" for n in range(60)
        ),
        # rows of one length
        "\n".join(f"Some person of name {n:03} from some town in the middle of nowhere at all" for n in range(50)),
        "\n".join(f"worker {n:03} waits for a ferry in the harbour of the town at the sea, {n:03}" for n in range(50)),
        # Arabic verse, its halves apart, and a transcript
        "قفا نبك من ذكرى حبيب ومنزل ... بسقط اللوى بين الدخول فحومل\n" * 9,
        "قفا نبك من ذكرى حبيب ومنزل    بسقط اللوى بين الدخول فحومل\n" * 9,
        "أحمد علي: متى تغادر العبّارة ميناء سقطرى إلى عدن في هذا الأسبوع؟\n"
        "منى سعد: تغادر يوم الثلاثاء إلا إذا أبقتها الرياح في الميناء.\n" * 9,
        # items, cells, code, sums and paths
        "1- العبّارة إلى عدن تغادر يوم الثلاثاء إلا إذا أبقتها الرياح في الميناء.\n"
        "2- العبّارة إلى صلالة تغادر يوم الخميس إلا إذا أبقتها الرياح هناك.\n" * 9,
        "ii. the ferry to Aden leaves on Tuesdays unless the monsoon keeps it.\n" * 9,
        "سقطرى,جزيرة يمنية فيها ميناء بلا طريق واحد,شجر دم الأخوين,1998\n" * 9,
        "socotra\tan island with a harbour and no road at all. it is far.\ttrees\n" * 9,
        "    return compute(argc, argv, options, harbour, ferry) or compute(0);\n" * 9,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  one\n" * 9,
        "/usr/share/doc/harbour/ferries/that/leave/on/tuesdays/and/thursdays.txt\n" * 9,
        "the ferry leaves on Tuesdays, unless the monsoon keeps it in port.<br>\n" * 9,
        # questions and answers
        "Where does the ferry to Aden leave from, and on which day of the week?\nFrom Socotra, on Tuesdays.\n\n" * 9,
    ],
)
def test_a_text_of_another_kind_stays_as_it_is(text: str) -> None:
    assert unwrapped(text) == text


def test_an_item_of_one_sentence_over_two_lines_is_one_line() -> None:
    item = "- the ferry to Aden that leaves on Tuesdays waits in port until the wind turns again."
    text = f"{wrapped(ENGLISH, ENGLISH)}\n\n{wrapped(item)}\n{wrapped(item)}"
    assert unwrapped(text) == f"{ENGLISH}\n\n{ENGLISH}\n\n{item}\n{item}"


def test_lines_broken_at_a_margin_become_paragraphs_and_every_offset_stays(loader: Loader) -> None:
    line = "the harbour of Socotra was built in the last years of the century,"
    text = "Socotra\r\n\r\n" + f"{line}\r\n{line}\r\n{line}\r\nin vain.\r\n\r\n" * 2
    read = loader.load_bytes("notes.txt", text.encode())
    assert read.text == "Socotra\n\n" + f"{line} {line} {line} in vain.\n\n" * 2


def test_a_million_short_lines_take_little_memory() -> None:
    text = "a line\n" * 1_000_000
    tracemalloc.start()
    try:
        assert unwrapped(text) is text
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()

"""Replies: what is said to a turn that asks nothing of the documents' contents, in the asker's language.

Small talk gets a sentence or two and two questions to begin with; who asks for the documents gets their titles.
"""

import re
from collections.abc import Sequence

from ingest.index import Index
from ingest.naming import labels
from ingest.scope import EVERYTHING, Scope
from ingest.stores.catalogue import DocumentRecord
from qa.answer import Answer, Sentence
from qa.dialogue.apposition import apposition
from qa.dialogue.turns import Kind, Topic, Wanted
from qa.phrases import Language, Phrase, language

MAX_TITLES = 20
READ_FOR_NAMES = 20_000
"""Characters of the newest document in which a name to ask about is looked for."""

ABOUT_DALIL: Phrase = {
    "en": "I am Dalil: I answer questions from your documents, in English or Arabic, and show the words that say so.",
    "ar": "أنا دليل: أجيب عن الأسئلة من مستنداتك بالعربية أو الإنجليزية، وأعرض الكلمات التي تقول ذلك.",
}
SAID: dict[Topic, Phrase] = {
    Topic.HELLO: {"en": "Hello!", "ar": "أهلًا وسهلًا!"},
    Topic.HOW: {"en": "I am fine, thank you.", "ar": "أنا بخير، شكرًا لك."},
    Topic.THANKS: {"en": "You are welcome!", "ar": "على الرحب والسعة!"},
    Topic.BYE: {"en": "Goodbye!", "ar": "إلى اللقاء!"},
    Topic.OK: {"en": "All right.", "ar": "حسنًا."},
    Topic.UPSET: {
        "en": "I am sorry. Other words for the question may help; the marked words show what I went by.",
        "ar": "أعتذر. قد تفيد صياغة أخرى للسؤال؛ والكلمات المعلَّمة تبيّن ما استندت إليه.",
    },
    Topic.UNCLEAR: {"en": "I did not find a question in that.", "ar": "لم أجد في ذلك سؤالًا."},
}
NOT_MY_TASK: Phrase = {
    "en": "I cannot do that: I only answer questions from your documents.",
    "ar": "لا أستطيع ذلك: أجيب فقط عن الأسئلة من مستنداتك.",
}
NOTHING_SAID_YET: Phrase = {
    "en": "I have not answered a question yet.",
    "ar": "لم أجب عن سؤال بعد.",
}
HOW_SURE: Phrase = {
    "en": "As far as I can tell, this is right with a probability of {percent} %; judge by the quoted words.",
    "ar": "في تقديري هذا صحيح باحتمال {percent} %؛ واحكم بنفسك من الكلمات المقتبسة.",
}
HELP: Phrase = {
    "en": "Ask a question in your own words, or for a summary, or which documents there are.",
    "ar": "اسأل بكلماتك، أو اطلب ملخصًا، أو اسأل عن المستندات الموجودة.",
}
YOU_COULD_ASK: Phrase = {"en": "You could ask:", "ar": "يمكنك أن تسأل:"}
WHAT_IS_IT_ABOUT: Phrase = {"en": "What is “{title}” about?", "ar": "عن ماذا يتحدث “{title}”؟"}
"""Not in guillemets, which Arabic titles hold."""
WHO_IS: Phrase = {"en": "Who is {name}?", "ar": "من هو {name}؟"}
MAIN_POINTS: Phrase = {"en": "What are the main points?", "ar": "ما أهم النقاط؟"}
WHICH_DOCUMENTS: Phrase = {"en": "Which documents are there?", "ar": "ما المستندات الموجودة؟"}
ONE_DOCUMENT: Phrase = {"en": "There is one document:", "ar": "يوجد مستند واحد:"}
DOCUMENTS: Phrase = {"en": "There are {count} documents:", "ar": "عدد المستندات {count}:"}
EARLIER_ONES: Phrase = {"en": "… and {count} earlier ones.", "ar": "… و{count} أقدم منها."}
NO_DOCUMENTS: Phrase = {"en": "There are no documents yet.", "ar": "لا توجد مستندات بعد."}

_OF_KIND = {Kind.TASK: NOT_MY_TASK, Kind.DOUBT: NOTHING_SAID_YET}
_WITH_NEWS = {Topic.HELLO, Topic.WHO, Topic.HELP}
_SAYS_NOTHING = re.compile(
    r"(?:(?:untitled|unnamed|no title|(?:new|my)?\s*(?:document|doc|file|text|page|note|book|sheet|presentation)"
    r"|microsoft word|scan(?:ned)?|img|image|dsc\w?|photo|screenshot|whatsapp image|output|upload|temp|tmp|test"
    r"|بدون عنوان|بلا عنوان|مستند(?: جديد)?|ملف(?: جديد)?|وثيقة|صورة|مسح)(?=[\W\d_]|$))?"
    r"(?:[\W\d_]|copy|final|pdf|docx?)*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")


def small_talk(turn: str, wanted: Wanted, index: Index, scope: Scope = EVERYTHING) -> Answer:
    """A friendly reply, or an honest refusal; two questions that the documents can answer, but after a goodbye."""
    spoken, topic = language(turn), wanted.topic
    said = [SAID[topic][spoken]] if topic in SAID else []
    said += [_OF_KIND[wanted.kind][spoken]] if wanted.kind in _OF_KIND else []
    said += [ABOUT_DALIL[spoken]] if topic in _WITH_NEWS else []
    said += [HELP[spoken]] if topic is Topic.HELP else []
    asked = [] if topic is Topic.BYE else suggestions(index, spoken, scope)
    more = [_line(YOU_COULD_ASK[spoken]), *(_line(f"• {question}") for question in asked)] if asked else []
    return chat(turn, [*(Sentence(text, (), supported=True) for text in said), *more])


def documents(turn: str, index: Index, scope: Scope = EVERYTHING) -> Answer:
    """The titles of the scope's documents, the newest first."""
    spoken, records = language(turn), index.documents(scope)
    if not records:
        return chat(turn, [_line(NO_DOCUMENTS[spoken])])
    head = ONE_DOCUMENT[spoken] if len(records) == 1 else DOCUMENTS[spoken].format(count=len(records))
    called = labels(records)
    titles = [_line(f"• {called[record.source]}") for record in reversed(records[-MAX_TITLES:])]
    left = len(records) - len(titles)
    return chat(turn, [_line(head), *titles, *([_line(EARLIER_ONES[spoken].format(count=left))] if left else [])])


def chat(turn: str, sentences: Sequence[Sentence]) -> Answer:
    """A reply that is not from documents."""
    return Answer(turn, answered=True, mode="chat", sentences=sentences, short_answer=None, confidence=1.0)


def _line(text: str) -> Sentence:
    return Sentence(text, (), supported=True, starts_line=True)


def suggestions(index: Index, spoken: Language, scope: Scope = EVERYTHING) -> list[str]:
    """Two questions that the documents answer: about the newest, and about whom it names or another document."""
    records = index.documents(scope)
    if not records:
        return []
    newest = records[-1]
    name = _named(newest, index) if spoken == "en" else None
    called = labels(records)
    titled = [record for record in reversed(records) if not says_nothing(record.title)][:2]
    others = [WHAT_IS_IT_ABOUT[spoken].format(title=called[record.source]) for record in titled]
    who = [WHO_IS[spoken].format(name=name)] if name else []
    return list(dict.fromkeys([*others[:1], *who, *others[1:], MAIN_POINTS[spoken], WHICH_DOCUMENTS[spoken]]))[:2]


def says_nothing(title: str) -> bool:
    """Whether a title is only what a program or a scanner called the file: Untitled, scan0012, 2024-03-01."""
    return _SAYS_NOTHING.match(title) is not None


def _named(record: DocumentRecord, index: Index) -> str | None:
    """The first full name in the document of which it says who that is."""
    text = index.document(record.id).text[:READ_FOR_NAMES]
    return next((found[0] for found in _NAME.finditer(text) if apposition(text, found[0])), None)

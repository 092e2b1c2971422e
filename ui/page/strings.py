"""What the page says in its own words, in English and Arabic. What answers say is in `qa/phrases.py`."""

from dataclasses import dataclass

from qa.phrases import Language
from ui.page.escaping import escaped


@dataclass(frozen=True)
class Strings:
    """One language's words; a name in braces is filled in."""

    tagline: str
    question: str
    placeholder: str
    send: str
    stop: str
    new_conversation: str
    conversation: str
    welcome: str
    invitation: str
    no_documents: str
    chat: str
    article: str
    documents: str
    evaluation: str
    choose_document: str
    nothing_shown: str
    gone: str
    upload: str
    formats: str
    reading_files: str
    embedding: str
    added: str
    replaced: str
    unchanged: str
    failed: str
    removed: str
    more: str
    remove: str
    really_remove: str
    size: str
    testset: str
    testset_forms: str
    evaluation_options: str
    earlier: str
    predictions: str
    predictions_form: str
    normalise: str
    judge: str
    evaluate: str
    no_testset: str
    asking: str
    report: str
    run: str
    rows: str
    unpredicted: str
    compared: str
    nothing_in_common: str
    searching: str
    reading: str
    stopped: str
    evidence: str
    nearest_passages: str
    show_in_article: str
    high_confidence: str
    medium_confidence: str
    low_confidence: str
    confidence_percent: str
    seconds: str
    written_by: str
    went_wrong: str
    error_lead: str


ENGLISH = Strings(
    tagline="Answers with their evidence",
    question="Your question",
    placeholder="Ask in English or Arabic…",
    send="Send",
    stop="Stop",
    new_conversation="New conversation",
    conversation="Conversation",
    welcome="Ask your documents",
    invitation="The answer comes with the words that support it, marked in the document itself.",
    no_documents="There are no documents yet. Add some under Documents, then ask about them.",
    chat="Chat",
    article="Article",
    documents="Documents",
    evaluation="Evaluation",
    choose_document="Document shown",
    nothing_shown="The document that holds the evidence appears here, with the evidence marked.",
    gone="This document is no longer in the index.",
    upload="Add documents",
    formats="txt, md, html, pdf or docx, up to {megabytes} MB each and {together} MB together",
    reading_files="Reading files",
    embedding="Making the text searchable",
    added="Added: {names}",
    replaced="Replaced by the new version: {names}",
    unchanged="Already there, unchanged: {names}",
    failed="Not added: {name}. {reason}",
    removed="Removed: {name}",
    more="and {number} earlier ones; dalil documents list shows them all",
    remove="Remove",
    really_remove="Remove this document from the index?",
    size="{characters} characters · passages: {chunks}",
    testset="A test set to score Dalil on",
    testset_forms="SQuAD JSON, JSON records, JSONL, CSV or a zipped BEIR folder. "
    "A set with texts of its own is asked of those, another of your documents.",
    evaluation_options="Compare, or score other answers",
    earlier="Compare with an earlier result (JSON)",
    predictions="Score another system's answers (JSON)",
    predictions_form='Answers by the ids of their questions: {{"q1": "…", "q2": "…"}}',
    normalise="How answers are made alike before they are compared",
    judge="Let the language model judge whether the quotes support the answers",
    evaluate="Evaluate",
    no_testset="Choose a test set first.",
    asking="Asking the questions",
    report="Save the report (HTML)",
    run="Save all figures (JSON)",
    rows="Save every question (JSONL)",
    unpredicted="Questions not in the file, which score 0: {missing}. Answers to no question of the set: {unknown}.",
    compared="Against the earlier result: {better} better, {worse} worse, {unclear} unclear.",
    nothing_in_common="The earlier result has no question in common with this one, so there is nothing to compare.",
    searching="Looking for the passages…",
    reading="Reading the passages ({passages})…",
    stopped="Stopped.",
    evidence="Evidence",
    nearest_passages="Nearest passages",
    show_in_article="Show it in the document",
    high_confidence="High confidence",
    medium_confidence="Medium confidence",
    low_confidence="Low confidence",
    confidence_percent="Right with a probability of about {percent} %",
    seconds="{seconds} s",
    written_by="Written by {model}",
    went_wrong="Something went wrong here. It has been logged; please try again.",
    error_lead="",  # errors are told in English
)

ARABIC = Strings(
    tagline="أجوبة بأدلتها",
    question="سؤالك",
    placeholder="اسأل بالعربية أو الإنجليزية…",
    send="إرسال",
    stop="إيقاف",
    new_conversation="محادثة جديدة",
    conversation="المحادثة",
    welcome="اسأل مستنداتك",
    invitation="يأتيك الجواب ومعه الكلمات التي تسنده، معلَّمةً في المستند نفسه.",
    no_documents="لا توجد مستندات بعد. أضف بعضها من «المستندات» ثم اسأل عنها.",
    chat="المحادثة",
    article="المقال",
    documents="المستندات",
    evaluation="التقييم",
    choose_document="المستند المعروض",
    nothing_shown="يظهر هنا المستند الذي فيه الدليل، والدليل معلَّم فيه.",
    gone="لم يعد هذا المستند في الفهرس.",
    upload="إضافة مستندات",
    formats="txt أو md أو html أو pdf أو docx، حتى {megabytes} م.ب لكل ملف و{together} م.ب معًا",
    reading_files="قراءة الملفات",
    embedding="تهيئة النص للبحث",
    added="أُضيف: {names}",
    replaced="استُبدل بالنسخة الجديدة: {names}",
    unchanged="موجود من قبل ولم يتغير: {names}",
    failed="لم يُضَف: {name}. {reason}",
    removed="أُزيل: {name}",
    more="و{number} أقدم منها، يعرضها كلها: dalil documents list",
    remove="إزالة",
    really_remove="هل تريد إزالة هذا المستند من الفهرس؟",
    size="عدد الأحرف: {characters} · عدد المقاطع: {chunks}",
    testset="مجموعة أسئلة يُقيَّم بها دليل",
    testset_forms="SQuAD JSON أو سجلات JSON أو JSONL أو CSV أو مجلد BEIR مضغوط (zip). "
    "إن كانت لها نصوص خاصة بها طُرحت أسئلتها عليها، وإلا فعلى مستنداتك.",
    evaluation_options="مقارنة، أو تقييم أجوبة أخرى",
    earlier="المقارنة مع نتيجة سابقة (JSON)",
    predictions="تقييم أجوبة نظام آخر (JSON)",
    predictions_form='الأجوبة بحسب معرّفات أسئلتها: \u2066{{"q1": "…", "q2": "…"}}\u2069',
    normalise="كيف تُوحَّد الأجوبة قبل مقارنتها",
    judge="ليحكم النموذج اللغوي هل تؤيد المقتبسات الأجوبة",
    evaluate="تقييم",
    no_testset="اختر مجموعة أسئلة أولًا.",
    asking="طرح الأسئلة",
    report="حفظ التقرير (HTML)",
    run="حفظ كل الأرقام (JSON)",
    rows="حفظ كل سؤال (JSONL)",
    unpredicted="أسئلة لم ترد في الملف، ونتيجتها صفر: {missing}. أجوبة لا سؤال لها في المجموعة: {unknown}.",
    compared="بالمقارنة مع النتيجة السابقة: أفضل {better}، أسوأ {worse}، غير محسوم {unclear}.",
    nothing_in_common="ليس بين النتيجة السابقة وهذه سؤال مشترك، فلا شيء يُقارَن.",
    searching="يجري البحث عن المقاطع…",
    reading="تجري قراءة المقاطع ({passages})…",
    stopped="أُوقف.",
    evidence="الدليل",
    nearest_passages="أقرب المقاطع",
    show_in_article="اعرضه في المستند",
    high_confidence="ثقة عالية",
    medium_confidence="ثقة متوسطة",
    low_confidence="ثقة منخفضة",
    confidence_percent="احتمال صحته نحو {percent}٪",
    seconds="{seconds} ث",
    written_by="كتبه {model}",
    went_wrong="حدث خلل هنا وقد سُجِّل؛ حاول مرة أخرى من فضلك.",
    error_lead="لم ينجح ذلك. وصف الخطأ بالإنجليزية:",
)


def strings(language: Language) -> Strings:
    """The page's words in a language."""
    return ARABIC if language == "ar" else ENGLISH


def both(name: str, **values: object) -> str:
    """One text in both languages, as HTML of which the page shows the one in its own language."""
    pair = (("en", getattr(ENGLISH, name)), ("ar", getattr(ARABIC, name)))
    return "".join(f'<span class="in-{code}">{escaped(text.format(**values))}</span>' for code, text in pair)


def preferred_language(accept_language: str) -> Language:
    """The page's language from a browser's `Accept-Language` header: Arabic where it comes first, else English."""
    return "ar" if accept_language.strip().lower().startswith("ar") else "en"

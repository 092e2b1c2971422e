"""What the report says in its own words, in English and Arabic; a name in braces is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.evaluation.differences import Change
from qa.evaluation.row import Cause
from qa.phrases import Language


@dataclass(frozen=True)
class Words:
    """One language's words. Names of measures stay as they are: they are the field's own."""

    language: Language
    direction: Literal["ltr", "rtl"]
    size: str
    quoted: str
    predicted: str
    tiles: Mapping[str, str]
    pictures: str
    all_figures: str
    failures_by_cause: str
    not_scored: str
    settings: str
    sections: Mapping[str, str]
    measure: str
    figure: str
    interval: str
    sections_note: str
    earlier_run: str
    before: str
    now: str
    change: str
    verdicts: Mapping[Change, str]
    comparison_note: str
    reworded: str
    other_set: str
    stood_in: str
    unplaced: str
    by_column: str
    judged_by: str
    correct: str
    graded_counts: str
    faithfulness: str
    judged_counts: str
    causes: Mapping[Cause, str]
    meanings: Mapping[Cause, str]
    no_failures: str
    no_answers: str
    gold: str
    answer: str
    gold_evidence: str
    cited: str
    not_said: str
    no_answer: str
    none: str
    confidence_of: str
    first_relevant: str
    questions: str
    passages: str
    confidence: str
    right: str
    milliseconds: str
    recall_title: str
    recall_note: str
    answerable: str
    unanswerable: str
    answered_right: str
    answered_wrong: str
    threshold: str
    threshold_note: str
    coverage: str
    coverage_title: str
    coverage_note: str
    reliability_title: str
    reliability_note: str
    latency_title: str
    latency_note: str


ENGLISH = Words(
    language="en",
    direction="ltr",
    size="{questions:,} questions, {answerable:,} answerable",
    quoted="quoted answers, no language model",
    predicted="answers of another system",
    tiles={
        "retrieval.hit@1": "evidence first",
        "retrieval.hit@5": "evidence in five",
        "answer.f1": "answer F1",
        "answer.exact_match": "exact match",
        "citations.precision": "citations right",
        "abstention.auroc": "answerable told apart",
    },
    pictures="Pictures",
    all_figures="All figures",
    failures_by_cause="Failures by cause",
    not_scored="Not scored",
    settings="Settings",
    sections={
        "retrieval": "retrieval",
        "answer": "answer",
        "overall": "overall",
        "abstention": "abstention",
        "citations": "citations",
        "latency_ms": "latency (ms)",
    },
    measure="measure",
    figure="figure",
    interval="95 % interval",
    sections_note="answer: over answerable questions; overall: all scored ones, an abstention being right where the "
    "sources do not say (as in SQuAD 2.0)",
    earlier_run="Against the earlier run",
    before="before",
    now="now",
    change="change",
    verdicts={"better": "better", "worse": "worse", "unclear": "unclear"},
    comparison_note="Paired question by question; p by randomisation. The measure marked * decides and is "
    "tested on its own; the others that vary by Holm's method.",
    reworded="Questions of the same id but another text, left out: {count}.",
    other_set="The earlier run is of another test set, {name}, and holds no texts: ids alone tell its questions.",
    stood_in="Quoted answers that stand in for those the language model did not write: {count}",
    unplaced="Gold answers that are not in their context word for word, which no citation figure counts: {count}",
    by_column="By {column}",
    judged_by="Judged by {model}, not measured",
    correct="Answers that it calls right",
    graded_counts="{graded} answers graded, {not_graded} not graded; agreement with exact match {exact}, with F1 {f1}",
    faithfulness="Sentences of the answers that their quotes support (faithfulness)",
    judged_counts="{judged} sentences judged, {not_judged} not judged",
    causes={
        "not retrieved": "Not retrieved",
        "not read": "Not read",
        "wrong span": "Wrong span",
        "wrongly abstained": "Wrongly abstained",
        "wrongly answered": "Wrongly answered",
        "not predicted": "Not predicted",
    },
    meanings={
        "not retrieved": "The gold evidence is in none of the passages that were looked at.",
        "not read": "The evidence was retrieved, but the answer was taken from elsewhere.",
        "wrong span": "The right place is cited, but the answer's words are not those asked for.",
        "wrongly abstained": "The evidence was retrieved, but Dalil said that the sources do not say.",
        "wrongly answered": "The sources do not say, but Dalil gave an answer.",
        "not predicted": "The file of answers leaves the question out.",
    },
    no_failures="None.",
    no_answers="No scored question has an answer in the set, so none can be told to have failed.",
    gold="Gold",
    answer="Answer",
    gold_evidence="Gold evidence",
    cited="Cited",
    not_said="the sources do not say",
    no_answer="no answer",
    none="none",
    confidence_of="confidence {confidence:.2f}",
    first_relevant="first relevant passage: {rank}",
    questions="questions",
    passages="first k passages",
    confidence="confidence",
    right="right",
    milliseconds="milliseconds",
    recall_title="Questions with evidence among the first k passages (hit rate)",
    recall_note="{first:.1%} of questions have it in the first passage, {last:.1%} in the first ten.",
    answerable="answerable",
    unanswerable="unanswerable",
    answered_right="answered right",
    answered_wrong="answered wrong",
    threshold="threshold {threshold:.2f}",
    threshold_note="Left of the threshold Dalil says that the sources do not say.",
    coverage="answered",
    coverage_title="Right answers if only the surest are given",
    coverage_note="Over {n} questions. Where the curve meets the dashed line, {target:.0%} of the answers are right.",
    reliability_title="Reliability of confidence",
    reliability_note="On the dashed line a confidence of 0.9 is right 9 times in 10; the numbers count the answers. "
    "Right: a token F1 of {right} or more.",
    latency_title="Time of an answer",
    latency_note="Retrieval, reading and answering; the last bar holds what is slower.",
)

ARABIC = Words(
    language="ar",
    direction="rtl",
    size="عدد الأسئلة: {questions:,}، ولها جواب: {answerable:,}",
    quoted="أجوبة مقتبسة بلا نموذج لغوي",
    predicted="أجوبة نظام آخر",
    tiles={
        "retrieval.hit@1": "الدليل أولًا",
        "retrieval.hit@5": "الدليل في الخمسة الأولى",
        "answer.f1": "F1 للجواب",
        "answer.exact_match": "تطابق تام",
        "citations.precision": "استشهادات صحيحة",
        "abstention.auroc": "تمييز ما له جواب",
    },
    pictures="الرسوم",
    all_figures="كل الأرقام",
    failures_by_cause="الإخفاقات بحسب أسبابها",
    not_scored="لم تُقيَّم",
    settings="الإعدادات",
    sections={
        "retrieval": "الاسترجاع",
        "answer": "الجواب",
        "overall": "الإجمال",
        "abstention": "الامتناع",
        "citations": "الاستشهادات",
        "latency_ms": "الزمن (مللي ثانية)",
    },
    measure="المقياس",
    figure="القيمة",
    interval="مجال الثقة 95٪",
    sections_note="الجواب: على الأسئلة التي لها جواب. الإجمال: على كل ما قُيِّم، ويُعد الامتناع صوابًا حيث لا تذكر المصادر "
    "الجواب (كما في SQuAD 2.0).",
    earlier_run="بالمقارنة مع التقييم السابق",
    before="قبل",
    now="الآن",
    change="الفرق",
    verdicts={"better": "أفضل", "worse": "أسوأ", "unclear": "غير محسوم"},
    comparison_note="المقارنة سؤالًا بسؤال؛ وقيمة p باختبار التبديل العشوائي. المقياس المعلَّم بنجمة هو الفاصل "
    "ويُختبر وحده، وغيره مما يتغير بطريقة هولم.",
    reworded="أسئلة لها المعرّف نفسه ونص آخر، فلم تدخل في المقارنة: {count}.",
    other_set="التقييم السابق لمجموعة أخرى، {name}، وليس فيه نصوص الأسئلة، فلا تُعرف إلا بمعرّفاتها.",
    stood_in="أجوبة مقتبسة حلّت محل ما لم يكتبه النموذج اللغوي: {count}",
    unplaced="أجوبة صحيحة ليست في نصوصها بحروفها، فلا يحسبها أي رقم عن الاستشهادات: {count}",
    by_column="بحسب {column}",
    judged_by="حكمُ {model}، وليس قياسًا",
    correct="أجوبة عدّها صحيحة",
    graded_counts="أجوبة قُيّمت: {graded}، وأجوبة لم تُقيَّم: {not_graded}؛ الاتفاق مع التطابق التام {exact}، ومع F1 {f1}",
    faithfulness="جمل الأجوبة التي تؤيدها مقتبساتها (faithfulness)",
    judged_counts="جمل حُكم عليها: {judged}، وجمل لم يُحكم عليها: {not_judged}",
    causes={
        "not retrieved": "لم يُسترجع",
        "not read": "لم يُقرأ",
        "wrong span": "عبارة خاطئة",
        "wrongly abstained": "امتناع خاطئ",
        "wrongly answered": "جواب حيث لا جواب",
        "not predicted": "لم يرد في الملف",
    },
    meanings={
        "not retrieved": "الدليل الصحيح ليس في أي من المقاطع التي نُظر فيها.",
        "not read": "استُرجع الدليل، لكن الجواب أُخذ من موضع آخر.",
        "wrong span": "استُشهد بالموضع الصحيح، لكن كلمات الجواب ليست المطلوبة.",
        "wrongly abstained": "استُرجع الدليل، لكن دليل قال إن المصادر لا تذكر ذلك.",
        "wrongly answered": "المصادر لا تذكر ذلك، لكن دليل أعطى جوابًا.",
        "not predicted": "السؤال غير مذكور في ملف الأجوبة.",
    },
    no_failures="لا شيء.",
    no_answers="ليس في المجموعة جواب لأي سؤال قُيِّم، فلا يُعرف ما أخفق منها.",
    gold="الصحيح",
    answer="الجواب",
    gold_evidence="الدليل الصحيح",
    cited="المستشهد به",
    not_said="المصادر لا تذكر ذلك",
    no_answer="لا جواب",
    none="لا شيء",
    confidence_of="الثقة {confidence:.2f}",
    first_relevant="أول مقطع فيه الدليل: {rank}",
    questions="الأسئلة",
    passages="عدد المقاطع الأولى",
    confidence="الثقة",
    right="الصواب",
    milliseconds="مللي ثانية",
    recall_title="أسئلة دليلها في أول k من المقاطع (hit)",
    recall_note="الدليل في المقطع الأول عند {first:.1%} من الأسئلة، وفي العشرة الأولى عند {last:.1%} منها.",
    answerable="لها جواب",
    unanswerable="لا جواب لها",
    answered_right="أُجيب صوابًا",
    answered_wrong="أُجيب خطأً",
    threshold="العتبة {threshold:.2f}",
    threshold_note="عن يسار العتبة يقول دليل إن المصادر لا تذكر ذلك.",
    coverage="أُجيب",
    coverage_title="صواب الأجوبة إذا اقتُصر على أوثقها",
    coverage_note="على {n} من الأسئلة. وحيث يلتقي المنحنى بالخط المتقطع تكون نسبة الصواب مما أُجيب {target:.0%}.",
    reliability_title="صدق درجة الثقة",
    reliability_note="على الخط المتقطع تصيب الثقة 0.9 تسع مرات من عشر، والأعداد عدد الأجوبة. "
    "والصواب: F1 للكلمات لا يقل عن {right}.",
    latency_title="زمن الجواب",
    latency_note="الاسترجاع والقراءة والإجابة معًا؛ وفي العمود الأخير كل ما هو أبطأ.",
)


def words(language: Language) -> Words:
    """The report's words in a language."""
    return ARABIC if language == "ar" else ENGLISH

import pytest

from qa.dialogue.dialect import standard


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("قديش بكلف تصليح الساعة", "كم سعر تصليح الساعة"),
        ("بكم الكيلو", "كم سعر الكيلو"),
        ("بكام تذكرة المتحف", "كم سعر تذكرة المتحف"),
        ("وين بتنباع التذاكر", "أين تنباع التذاكر"),
        ("إيمتى بيفتح المتحف", "متى يفتح المتحف"),
        ("ليش سكروا الجسر", "لماذا سكروا الجسر"),
        ("مين مدير المتحف؟", "من مدير المتحف؟"),
        ("شو عنوان المتحف", "ما عنوان المتحف"),
    ],
)
def test_a_question_in_dialect_is_asked_in_the_standard_language(question: str, asked: str) -> None:
    assert standard(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "كم سعر التذكرة؟",
        "من بنى بيت المال؟",
        "بكم يزيد سعر الخبز عن العام الماضي؟",
        "ما تكلفة بناء الجسر؟",
        "أين تقع بيروت؟",
        "when does it open",
    ],
)
def test_a_question_in_the_standard_language_stays_as_it_is(question: str) -> None:
    assert standard(question) == question

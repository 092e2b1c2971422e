"""Times: whether a sentence says when something is, and does not only deny it."""

import re

from ingest.text.words import normalise, stems

_NAMED = """
january february march april may june july august september october november december jan feb mar apr jun jul aug sept
oct nov dec monday tuesday wednesday thursday friday saturday sunday day today tomorrow yesterday tonight weekend
weekday holiday birthday daily always second minute hour week month year decade century quarter season noon midnight
dawn morning afternoon evening night spring summer autumn winter one two three four five six seven eight nine ten
eleven twelve after before during until since once whenever immediately now soon
يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر كانون شباط اذار نيسان ايار حزيران تموز اب
ايلول تشرين محرم صفر ربيع جمادى رجب شعبان رمضان شوال الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت عيد اعياد
عطلة عطل يوم يوما يومين ايام اسبوع اسبوعا اسبوعيا اسابيع شهر شهرا شهريا اشهر شهور سنة سنويا سنوات عام عاما اعوام قرن
ساعة ساعات دقيقة دقائق غدا امس حاليا دائما يوميا صباح صباحا مساء ظهر ظهرا عصر عصرا مغرب فجر فجرا ليل ليلا منتصف صيف
صيفا شتاء خريف الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة الحادية قبل بعد خلال
منذ عندما حين فور
"""
_TIMES = frozenset(stems(_NAMED))
_DIGIT = re.compile(r"\d")
_NO = re.compile(r"\b(?:not|never|no|cannot|\w+n['’]t)\b|\b[وف]?(?:لا|لم|لن|ليس|ليست)\b")
_CLAUSE = re.compile(r"[,;:،؛]|\b(?:but|except|لكن|ولكن)\b")


def says_when(sentence: str, start: int, end: int) -> bool:
    """Whether the sentence names a time, and what is read at `start:end` stands in no clause that denies it."""
    clause = max((found.end() for found in _CLAUSE.finditer(sentence, 0, start)), default=0)
    names_one = _DIGIT.search(sentence) or not _TIMES.isdisjoint(stems(sentence))
    return bool(names_one) and not _NO.search(normalise(sentence[clause:end]))


def denies(text: str) -> bool:
    """Whether the text says that something is not so."""
    return _NO.search(normalise(text)) is not None

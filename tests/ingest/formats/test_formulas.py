from xml.etree.ElementTree import fromstring

import pytest

from ingest.formats.docx.formulas import formula

NAMESPACES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)


def t(text: str) -> str:
    return f"<m:r><m:rPr/><m:t>{text}</m:t></m:r>"


def part(name: str, properties: str = "", **places: str) -> str:
    held = "".join(f"<m:{place}>{xml}</m:{place}>" for place, xml in places.items())
    return f"<m:{name}><m:{name}Pr>{properties}</m:{name}Pr>{held}</m:{name}>"


def over(num: str, den: str, properties: str = "") -> str:
    return part("f", properties, num=t(num), den=t(den))


def line(xml: str) -> str:
    return formula(fromstring(f"<m:oMath {NAMESPACES}>{xml}</m:oMath>"))


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (t("E=m") + part("sSup", e=t("c"), sup=t("2")), "E=m c^2"),
        (part("sSubSup", e=t("x"), sub=t("i"), sup=t("n+1")), "x_i^(n+1)"),
        (over("1", "2"), "1/2"),
        (over("a+b", "2c") + t("+d"), "(a+b)/2c +d"),
        (over("1.5", "-2"), "1.5/(-2)"),
        (t("3") + over("1", "2") + t("4"), "3 1/2 4"),
        (part("f", num=over("1", "2"), den=t("3")), "(1/2)/3"),
        (over("n", "k", '<m:type m:val="noBar"/>'), "n k"),
        (t("2") + part("d", e=t("a+b")), "2 (a+b)"),
        (part("d", '<m:begChr m:val="|"/><m:endChr m:val="|"/>', e=t("x")), "|x|"),
        (part("rad", deg="", e=t("2x+1")), "√(2x+1)"),
        (part("rad", deg=t("3"), e=t("8")), "√[3]8"),
        (part("nary", '<m:chr m:val="∑"/>', sub=t("i=1"), sup=t("n"), e=t("i")), "∑_(i=1)^n i"),
        (part("nary", sub="", sup="", e=t("xdx")), "∫ xdx"),
        (part("acc", '<m:chr m:val="\u0303"/>', e=t("x")), "x\u0303"),
        (part("limLow", e=t("lim"), lim=t("x→0")), "lim x→0"),
        (f"<m:m><m:mr><m:e>{t('1')}</m:e><m:e>{t('2')}</m:e></m:mr></m:m>", "1 2"),
        ('<m:r><w:sym w:font="Symbol" w:char="F061"/></m:r>' + t("=1"), "\ufffd=1"),
        (f"<w:hyperlink>{t('x=5')}</w:hyperlink>", "x=5"),
    ],
)
def test_a_formula_is_its_text_in_one_line(xml: str, expected: str) -> None:
    assert line(xml) == expected


def test_what_was_deleted_under_review_is_not_read() -> None:
    changed = f"<w:del>{t('5')}</w:del><w:ins>{t('6')}</w:ins><w:moveFrom>{t('7')}</w:moveFrom>"
    assert line(f"{t('x=')}{changed}{t('m')}") == "x=6m"

from xml.etree.ElementTree import fromstring

import pytest

from ingest.formats.formulas import formula

NAMESPACES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)


def t(text: str) -> str:
    return f"<m:r><m:rPr/><m:t>{text}</m:t></m:r>"


def part(name: str, properties: str = "", **places: str) -> str:
    held = "".join(f"<m:{place}>{xml}</m:{place}>" for place, xml in places.items())
    return f"<m:{name}><m:{name}Pr>{properties}</m:{name}Pr>{held}</m:{name}>"


def over(num: str, den: str) -> str:
    return part("f", num=t(num), den=t(den))


def power(base: str, sup: str) -> str:
    return part("sSup", e=base, sup=t(sup))


def group(*inner: str, signs: str = "") -> str:
    """Delimiters around these; `signs` are the first, the last and the one between, if not the usual ones."""
    names = ("begChr", "endChr", "sepChr")
    properties = "".join(f'<m:{name} m:val="{sign.strip()}"/>' for name, sign in zip(names, signs, strict=False))
    return f"<m:d><m:dPr>{properties}</m:dPr>{''.join(f'<m:e>{xml}</m:e>' for xml in inner)}</m:d>"


def matrix(*rows: str) -> str:
    cells = ("".join(f"<m:e>{t(cell)}</m:e>" for cell in row) for row in rows)
    return f"<m:m><m:mPr/>{''.join(f'<m:mr>{row}</m:mr>' for row in cells)}</m:m>"


def line(xml: str) -> str:
    return formula(fromstring(f"<m:oMath {NAMESPACES}>{xml}</m:oMath>"))


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (t("E=mc"), "E=mc"),
        (over("1", "2"), "1/2"),
        (f"<m:f><m:num>{t('a+b')}</m:num><m:den>{t('2c')}</m:den></m:f>{t('+d')}", "(a+b)/(2c)+d"),
        (over("1.5", "-2"), "1.5/(-2)"),
        (over("2x", "3"), "2x/3"),
        (part("sSubSup", e=t("x"), sub=t("i"), sup=t("n+1")), "x_i^(n+1)"),
        (f"{t('f')}{group(t('x'))}", "f(x)"),
        (part("nary", '<m:chr m:val="∑"/>', sub=t("i=1"), sup="", e=t("i")), "∑_(i=1)i"),
        (part("nary", sub=t("0"), sup=t("1"), e=t("xdx")), "∫_0^1 xdx"),
        (part("nary", sub=t("0"), sup=t("1"), e="") + t("xdx"), "∫_0^1 xdx"),
        (part("func", fName=t("sin"), e=t("x")), "sin x"),
        (part("func", fName=t("sin"), e=t("2x")), "sin(2x)"),
        (part("limLow", e=t("lim"), lim=t("x→0")), "lim_(x→0)"),
        (part("rad", deg="", e=t("2")), "√2"),
        (part("rad", deg=t("3"), e=t("8")), "∛8"),
        (part("rad", deg=t("n"), e=t("a+b")), "(a+b)^(1/n)"),
        (part("rad", deg="", e=t("2x")), "√(2x)"),
        (part("bar", '<m:pos m:val="top"/>', e=t("x")), "x\u0305"),
        (power(part("acc", '<m:chr m:val="\u0303"/>', e=t("x")), "2"), "x\u0303^2"),
        (part("box", e=t("x")), "x"),
    ],
)
def test_a_formula_is_written_in_one_line(xml: str, expected: str) -> None:
    assert line(xml) == expected


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (t("3") + over("1", "2"), "3 1/2"),
        (over("1", "2") + t("x"), "1/2 x"),
        (t("a/") + over("b", "c"), "a/(b/c)"),
        (power(t("x"), "2") + t("y+1"), "x^2 y+1"),
        (power(t("x"), "2") + group(t("y")), "x^2 (y)"),
        (t("2") + power(t("x"), "2") + t("+1"), "2x^2+1"),
        (power(over("1", "2"), "2"), "(1/2)^2"),
        (power(t("a+b"), "2"), "(a+b)^2"),
        (power(group(t("a+b")), "2"), "(a+b)^2"),
        (power(power(t("x"), "2"), "3"), "(x^2)^3"),
        (power(t("x"), "2n"), "x^(2n)"),
        (power(part("rad", deg="", e=t("2")), "2"), "(√2)^2"),
    ],
)
def test_a_part_keeps_apart_from_what_stands_beside_it(xml: str, expected: str) -> None:
    assert line(xml) == expected


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (group(t("x"), signs="||"), "|x|"),
        (group(t("1"), t("2"), signs="{},"), "{1,2}"),
        (group(t("x"), t("y")), "(x|y)"),
        (matrix("12", "34"), "[1, 2; 3, 4]"),
        (group(matrix("12", "34"), signs="||"), "|1, 2; 3, 4|"),
        (group(matrix("12", "34") + t("x")), "([1, 2; 3, 4]x)"),
        (group(f"<m:eqArr><m:e>{t('x&amp;=1')}</m:e><m:e>{t('y&amp;=2')}</m:e></m:eqArr>", signs="{ "), "{x=1; y=2"),
    ],
)
def test_groups_have_their_own_signs_and_rows_are_parted(xml: str, expected: str) -> None:
    assert line(xml) == expected


def test_what_was_deleted_under_review_is_not_read() -> None:
    changed = f"<w:del>{t('5')}</w:del><w:ins>{t('6')}</w:ins><w:moveFrom>{t('7')}</w:moveFrom>"
    assert line(f"{t('x=')}{changed}<w:bookmarkEnd/>{t('m')}") == "x=6m"


@pytest.mark.parametrize(
    "unknown",
    [
        part("sPre", sub=t("6"), sup=t("14"), e=t("C")),
        part("limUpp", e=t("x"), lim=t("2")),
        part("f", '<m:type m:val="noBar"/>', num=t("n"), den=t("k")),
        '<m:r><w:sym w:font="Symbol" w:char="F061"/></m:r>',
    ],
)
def test_a_formula_with_an_unknown_part_is_left_out(unknown: str) -> None:
    assert line(t("x=") + part("rad", deg="", e=unknown)) == ""


def test_frames_links_and_braces_leave_their_formula_as_it_is() -> None:
    assert line(part("borderBox", e=t("E=mc"))) == "E=mc"
    assert line(part("groupChr", e=t("a+b"))) == "a+b"
    assert line(f"<w:hyperlink>{t('x=5')}</w:hyperlink>") == "x=5"

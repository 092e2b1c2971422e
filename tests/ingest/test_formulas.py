from xml.etree.ElementTree import fromstring

import pytest

from ingest.formulas import formula

NAMESPACE = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def t(text: str) -> str:
    return f"<m:r><m:rPr/><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("xml", "line"),
    [
        (t("E=mc"), "E=mc"),
        (f"<m:f><m:fPr/><m:num>{t('1')}</m:num><m:den>{t('2')}</m:den></m:f>", "1/2"),
        (f"<m:f><m:num>{t('a+b')}</m:num><m:den>{t('2c')}</m:den></m:f>{t('+d')}", "(a+b)/2c+d"),
        (f"<m:sSubSup><m:e>{t('x')}</m:e><m:sub>{t('i')}</m:sub><m:sup>{t('n+1')}</m:sup></m:sSubSup>", "x_i^(n+1)"),
        (f"{t('f')}<m:d><m:e>{t('x')}</m:e></m:d>", "f(x)"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{t("i=1")}</m:sub><m:sup/><m:e>{t("i")}</m:e>'
            "</m:nary>",
            "∑_(i=1)i",
        ),
    ],
)
def test_a_formula_is_written_in_one_line(xml: str, line: str) -> None:
    assert formula(fromstring(f"<m:oMath {NAMESPACE}>{xml}</m:oMath>")) == line

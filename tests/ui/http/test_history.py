"""Earlier answers as clients send them back: what is taken out of their text."""

import pytest

from qa.dialogue.conversation import Turn
from ui.http.history import turn


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("Kerry met Putin. [1][2] It rained. [no evidence]", "Kerry met Putin. It rained."),
        ("Kerry met Putin [1]. It rained [no evidence].", "Kerry met Putin. It rained."),
        ("التقيا. [1] ثم غادرا. [بلا دليل]", "التقيا. ثم غادرا."),
        ("They met. [1]\n\nSources:\n[1] «They met.» — News", "They met."),
        ("التقيا. [1]\n\nالمصادر:\n[1] «التقيا.» — خبر", "التقيا."),
        ("They met in 2016.", "They met in 2016."),
    ],
)
def test_an_earlier_answer_is_plain_text(sent: str, said: str) -> None:
    assert turn("Who met?", sent) == Turn("Who met?", said)

"""The induced lexicon: plain words find each other across the two languages."""

from pathlib import Path

import pytest

from ingest.embedding.models import Models
from qa.training.lexicon import MIN_COUNT, Lexicon, induce

ENGLISH = "city river school music war king water hospital january president economy university"
ARABIC = "المدينة نهر مدرسة الموسيقى الحرب الملك الماء المستشفى يناير الرئيس الاقتصاد الجامعة"


@pytest.mark.model
def test_words_find_their_translations(models: Models) -> None:
    model = models.thread.run(lambda: models.bundled.model)
    lexicon = induce(model, [ENGLISH] * MIN_COUNT, [ARABIC])
    expected = dict(zip(ENGLISH.split(), ARABIC.split(), strict=True))
    right = [word for word, arabic in lexicon.arabic.items() if expected[word] == arabic]
    assert len(right) >= 9
    assert len(right) >= 0.8 * len(lexicon.arabic)
    assert lexicon.english["الموسيقى"] == "music"


def test_a_written_lexicon_reads_back(tmp_path: Path) -> None:
    lexicon = Lexicon({"war": "حرب"}, {"حرب": "war"})
    lexicon.write(tmp_path / "lexicon.json")
    assert Lexicon.read(tmp_path / "lexicon.json") == lexicon

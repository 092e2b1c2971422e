"""A claim and a sentence → one input of the network, the claim whole."""

import pytest

from ingest.embedding.models import Models
from qa.reader.encoding import END, START
from qa.reader.support import encode_claim


@pytest.mark.model
def test_a_long_claim_is_read_whole(models: Models) -> None:
    tokenizer = models.thread.run(lambda: models.bundled.model).tokenizer.backend_tokenizer
    claim = " ".join(f"word{n}" for n in range(60))
    ids = encode_claim(tokenizer, claim, "A sentence.")
    assert (ids[0], ids[-1], ids.count(END)) == (START, END, 3)
    assert tokenizer.decode(ids[1 : ids.index(END)]) == f"query: {claim}"

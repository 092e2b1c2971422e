"""Support: does this sentence of a text say what is claimed, in the same language or another?"""

from typing import TYPE_CHECKING

from qa.reader.encoding import QUERY, encode_passage, join

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from qa.reader.bundled import Loaded


def support(loaded: "Loaded", claim: str, sentence: str) -> float:
    """The logit of "the sentence supports the claim", by a network that has the head for it."""
    (outputs,) = loaded.network.read([encode_claim(loaded.tokenizer, claim, sentence)])
    assert outputs.support is not None, "these weights have no support head"
    return float(outputs.support)


def encode_claim(tokenizer: "Tokenizer", claim: str, sentence: str) -> list[int]:
    """The claim in the question's place, but whole, and the sentence in the passage's."""
    said: list[int] = tokenizer.encode(QUERY + claim, add_special_tokens=False).ids
    return join(said, encode_passage(tokenizer, sentence)).ids

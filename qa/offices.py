"""Offices: who holds one ("who is the foreign minister?"), by the titles that passages give their names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.text.sentences import Span
from ingest.text.words import normalise, script
from qa.answer import Passage
from qa.dialogue.apposition import Titled, holders, titled

SAME_OFFICE = 0.85
"""The cosine from which on a title in another script may be the office; "health minister" is .82 from a foreign one."""
AHEAD = 0.025
"""How much nearer than that of anybody else the title has to be."""


@dataclass(frozen=True)
class Holder:
    """The passage that names the holder of an office, where in it; `sure`: it names one alone, in the asker's words."""

    passage: Passage
    name: Span
    sure: bool


def holder(office: str, passages: Sequence[Passage], embed: Callable[[str], Sequence[float]]) -> Holder | None:
    """Who holds the office; `embed` gives the vector of a title, to compare one in another script by meaning."""
    own = [passage for passage in passages if script(passage.text) == script(office)]
    found = [(passage, one) for passage in own for one in holders(passage.text, office, passage.title)]
    if found:
        passage, one = found[0]
        return Holder(passage, one.name, sure=len({_surname(*each) for each in found}) == 1)
    if passages and passages[0] in own:  # what the reader saw there is more than a likeness of titles
        return None
    return _by_meaning(office, [passage for passage in passages if passage not in own], embed)


def _by_meaning(office: str, passages: Sequence[Passage], embed: Callable[[str], Sequence[float]]) -> Holder | None:
    """The name whose title in the other script is nearest to the office, where no other's is nearly as near."""
    found = [(passage, one) for passage in passages for one in titled(passage.text)]
    said = {passage.text[slice(*one.title)] for passage, one in found}
    asked = np.asarray(embed(office)) if said else np.zeros(0)
    near = {title: float(np.asarray(embed(title)) @ asked) for title in said}
    ranked = sorted(((near[p.text[slice(*one.title)]], p, one) for p, one in found), key=lambda at: at[0], reverse=True)
    if not ranked or ranked[0][0] < SAME_OFFICE:
        return None
    best, passage, named = ranked[0]
    others = (at for at, where, one in ranked if _surname(where, one) != _surname(passage, named))
    return Holder(passage, named.name, sure=False) if best - next(others, 0.0) >= AHEAD else None


def _surname(passage: Passage, one: Titled) -> str:
    return normalise(passage.text[slice(*one.name)]).split()[-1]

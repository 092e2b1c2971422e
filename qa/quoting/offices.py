"""Offices: who holds one ("who is the foreign minister?"), by the titles that passages give their names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.text.names import name_sounds
from ingest.text.sentences import Span
from ingest.text.words import normalise, script, stems
from qa.answer import Passage
from qa.dialogue.apposition import Titled, holders, titled

SAME_OFFICE = 0.85
"""The cosine from which on a title in another script may be the office; "health minister" is .82 from a foreign one."""
SAME_PLACE = 0.87
"""The cosine from which on a word of the title may mean what the office is of.

Of 15 titles of the very office that were tried 14 have such a word ("Egypt" is .83 from المصري), and none of 15 of
another, of which four are .85 and more from the office as a whole.
"""
AHEAD = 0.025
"""How much nearer than that of anybody else the title has to be."""
_OF = re.compile(r"\s(?:of|for|in|at)\s", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:the|our|this|a|an)\s|ال", re.IGNORECASE)


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


def speaks_of(office: str, passage: Passage) -> bool:
    """Whether a passage, or its title, says whose office it is, as France of "president of France"; else the office.

    In another script names are heard; what is no name ("of the company") cannot be, and says nothing.
    """
    whose = _whose(office)
    if script(passage.text) == script(office):
        said = stems(f"{passage.title} {passage.view.text}")
        alike = any(_goes_on(stem, word) for stem in stems(whose) for word in said)
        return alike or bool(name_sounds(whose) & passage.facts.marks)
    names = name_sounds(whose) if whose != office and not _DETERMINED.match(whose) else frozenset()
    return not names or bool(names & passage.facts.marks)


def _whose(office: str) -> str:
    """What an office is of: behind "of", in Arabic the last word; the office itself where it is of nothing."""
    if script(office) == "arabic":
        return office.split()[-1]
    return _OF.split(office, maxsplit=1)[-1]


def _goes_on(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one)))


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
    if not _is_of(office, passage.text[slice(*named.title)], passage, embed):
        return None
    others = (at for at, where, one in ranked if _surname(where, one) != _surname(passage, named))
    return Holder(passage, named.name, sure=False) if best - next(others, 0.0) >= AHEAD else None


def _is_of(office: str, title: str, passage: Passage, embed: Callable[[str], Sequence[float]]) -> bool:
    """Whether a title in another script is of what the office is of: a name that is heard, or a word that means it."""
    whose = _whose(office)
    if whose == office or name_sounds(whose) & passage.facts.marks:
        return True
    asked = np.asarray(embed(whose))
    return max(float(np.asarray(embed(word)) @ asked) for word in title.split()) >= SAME_PLACE


def _surname(passage: Passage, one: Titled) -> str:
    return normalise(passage.text[slice(*one.name)]).split()[-1]

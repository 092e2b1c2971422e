"""Escaping: any text becomes HTML that shows exactly that text, through every layer of the page."""

import re

# HTML's own, and what the chat (markdown, formulas) and HTML components (templates) would read as syntax.
_SYNTAX = "&<>\"'`*_~[](){}$\\|!:@\t\r\n"
_ENTITIES = {ord(letter): f"&#{ord(letter)};" for letter in _SYNTAX}
_ATTRIBUTE = {ord(letter): _ENTITIES[ord(letter)] for letter in '&"{}$`\\'}
QUOTED = re.compile("(?<=“)[^“”]+(?=”)|(?<=«).+(?=»)")
"""What stands in quotation marks, such as a title, which may have others in it."""


def escaped(text: str) -> str:
    """`text` as HTML on one line: a letter that any layer reads as syntax becomes an entity, which none does."""
    return text.translate(_ENTITIES)


def isolated(text: str) -> str:
    """`escaped`, each quoted title isolated: one in the other script does not turn the line round."""
    return QUOTED.sub(r"<bdi>\g<0></bdi>", escaped(text))


def attribute(markup: str) -> str:
    """A whole page as the value of an attribute, such as an iframe's `srcdoc`; templates see no syntax in it."""
    return markup.translate(_ATTRIBUTE)

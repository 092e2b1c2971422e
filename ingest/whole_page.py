"""A page's tree made ready for trafilatura, so that it reads the whole page and not the first article in it.

Left to itself trafilatura reads one element: the first `<article>`, or the first whose class looks like one. What
stands beside it is lost, and where there is none, every heading is. It leaves out menus and footers either way.
"""

from typing import Any

_BOXES = ("article", "body", "center", "details", "div", "form", "header", "main", "section")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    *("address", "aside", "blockquote", "button", "dd", "dl", "dt", "fieldset", "figure", "footer", "hgroup", "hr"),
    *("iframe", "li", "menu", "nav", "noscript", "ol", "p", "pre", "script", "select", "style", "summary", "svg"),
    *("table", "template", "textarea", "ul", *_BOXES, *_HEADINGS),
)
_TEXT_AFTER = "following::text()[normalize-space() and not(parent::script or parent::style)]"


def make_whole(tree: Any) -> None:
    """Put what is in the tree's body, or in its only `<main>`, into one article, and loose text into paragraphs."""
    mains = tree.xpath(".//main | .//*[@role='main']")
    root = mains[0] if len(mains) == 1 else tree.find("body")
    if root is not None:
        for box in list(root.iter(*_BOXES)):
            _put_into_paragraphs(box)
        article = root.makeelement("article", {"class": "post"})  # trafilatura looks for this class first
        article.extend(list(root))
        root.append(article)
        _keep_last_headings(article)


def _put_into_paragraphs(box: Any) -> None:
    """Each run of text between the blocks of the box becomes a paragraph: other text trafilatura may pass over."""
    run = box.makeelement("p")
    run.text, box.text = box.text, None
    parts = [run]
    for child in list(box):
        if _is_block(child):
            run = box.makeelement("p")
            run.text, child.tail = child.tail, None
            parts += [child, run]
        else:
            run.append(child)
    box[:] = [part for part in parts if part.tag != "p" or part.text_content().strip()]


def _keep_last_headings(article: Any) -> None:
    """trafilatura drops a heading that nothing follows."""
    for heading in reversed(list(article.iter(*_HEADINGS))):
        if heading.xpath(_TEXT_AFTER):
            return
        heading.tag = "p"


def _is_block(element: Any) -> bool:
    return element.tag in _BLOCKS or next(element.iter(*_BLOCKS), None) is not None

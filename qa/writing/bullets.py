"""Bullets: what begins an item of a list, in the forms that language models write it; its number is nobody's claim."""

BULLET = r"(?:#+[ \t]+)?(?:\*\*)?(?:[-*•–]|\(?\d{1,2}[.)–-])(?:\*\*)?"  # \d holds Arabic-Indic digits too
"""`-`, `•`, `1.`, `١-`, `(2)`, `**3.**`, `## 4.`."""

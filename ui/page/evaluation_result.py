"""An evaluation on the page: its report in a frame, what to know beside it, its files to save. Knows no Gradio."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from qa.evaluation.report import render
from qa.evaluation.request import Scored
from qa.phrases import Language
from ui.page.escaping import attribute, escaped
from ui.page.strings import Strings, strings


def shown(scored: Scored, language: Language) -> tuple[str, str]:
    """The report, a page of its own, and the HTML that shows it under what is to be known of it."""
    words = strings(language)
    report = render(scored.evaluation, scored.comparison, language)
    notes = "".join(f'<p class="note" dir="auto">{escaped(note)}</p>' for note in _notes(scored, words))
    frame = f'<iframe sandbox title="{escaped(words.evaluation)}" srcdoc="{attribute(report)}"></iframe>'
    return report, notes + frame


def _notes(scored: Scored, words: Strings) -> Iterator[str]:
    settings = scored.evaluation.settings
    if settings.get("without_prediction") or settings.get("unknown_ids"):
        yield words.unpredicted.format(missing=settings["without_prediction"], unknown=settings["unknown_ids"])
    if scored.comparison and scored.comparison.differences:
        found = Counter(difference.verdict for difference in scored.comparison.differences)
        yield words.compared.format(better=found["better"], worse=found["worse"], unclear=found["unclear"])
    elif scored.comparison:
        yield words.nothing_in_common


def saved(scored: Scored, report: str, folder: Path) -> tuple[Path, Path, Path]:
    """Report, figures and rows as files in the folder, named after the test set."""
    name = Path(scored.evaluation.testset).stem
    files = (folder / f"{name}.html", folder / f"{name}.json", folder / f"{name}.jsonl")
    for file, text in zip(files, (report, scored.json(), scored.rows()), strict=True):
        file.write_text(text, "utf-8")
    return files

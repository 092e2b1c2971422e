"""The forms in which programs write records; a new one is a file here and a line below."""

from collections.abc import Iterator

from qa.evaluation.formats.forms.chat import ALPACA, CHAT, LANGSMITH, OPENAI_EVALS
from qa.evaluation.formats.forms.choices import CHOICES
from qa.evaluation.formats.forms.financebench import FINANCEBENCH
from qa.evaluation.formats.forms.form import Form, Record
from qa.evaluation.formats.forms.hotpot import HOTPOT
from qa.evaluation.formats.forms.kilt import KILT
from qa.evaluation.formats.forms.mkqa import MKQA
from qa.evaluation.formats.forms.natural_questions import NATURAL_QUESTIONS
from qa.evaluation.formats.forms.passages import MARCO, PASSAGES
from qa.evaluation.formats.forms.promptfoo import PROMPTFOO
from qa.evaluation.formats.forms.qasper import QASPER
from qa.evaluation.formats.forms.triviaqa import TRIVIAQA
from qa.evaluation.formats.forms.tydi import TYDI

FORMS: tuple[Form, ...] = (
    *(HOTPOT, PASSAGES, MARCO, KILT, TRIVIAQA, NATURAL_QUESTIONS, TYDI, QASPER, MKQA),
    *(LANGSMITH, OPENAI_EVALS, CHAT, ALPACA, PROMPTFOO, FINANCEBENCH, CHOICES),
)


def plain(record: Record) -> Iterator[Record]:
    """The questions in a record, as plain records. Raises ValueError where it looks like a form and is broken."""
    form = next((form for form in FORMS if form.fits(record)), None)
    if form is None:
        yield record
        return
    try:
        yield from form.read(record)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        raise ValueError(f"looks like {form.name}, but is not as that is written ({error!r})") from None

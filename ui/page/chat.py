"""The chat page: a conversation, and beside it the document with the evidence marked (events: `chat_events`)."""

import hashlib
import os
from dataclasses import asdict
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import Mount

from ingest.formats.archive import SUFFIX as ARCHIVE
from ingest.formats.formats import EXTENSIONS, FORMATS
from qa.system import MAX_QUESTION_CHARACTERS, System
from ui.page.chat_events import wire
from ui.page.door import Door, no_file
from ui.page.evaluate_tab import evaluate_tab
from ui.page.library import AT_ONCE
from ui.page.offline_gradio import gr
from ui.page.strings import ARABIC, ENGLISH, both
from ui.page.view import View

RUNNING, WAITING = 4, 64
"""Questions answered at once, and questions that may wait for their turn."""

_PAGE = Path(__file__).parent
_WORDS = gr.I18n(en=asdict(ENGLISH), ar=asdict(ARABIC))
# Before anything is drawn: the page's language, and the style (given as `css`, Gradio would scope and garble it).
_HEAD = """<style>{css}</style><script>
document.documentElement.lang = navigator.language.toLowerCase().startsWith("ar") ? "ar" : "en";
document.documentElement.dir = document.documentElement.lang === "ar" ? "rtl" : "ltr";
document.documentElement.dataset.view = "chat";
</script>"""


def mount(app: FastAPI, system: System) -> FastAPI:
    """The app with the page at `/`. Routes added later are hidden by it."""
    page = chat_page(system)
    page.has_launched = True  # only then does Gradio check that a file was uploaded, and mounting does not set it
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=_theme(),
        head=_HEAD.replace("{css}", (_PAGE / "page.css").read_text("utf-8")),
        i18n=_WORDS,
        favicon_path=_PAGE / "icon.svg",
        footer_links=[],
        run_history=False,
        max_file_size=system.settings.max_file_mb * 1_000_000,
        show_error=False,
        ssr_mode=False,
    )
    mounted = app.routes[-1]
    assert isinstance(mounted, Mount)
    assert isinstance(mounted.app, FastAPI)
    mounted.app.add_exception_handler(TypeError, no_file)
    mounted.app = Door(mounted.app, page)
    return app


def chat_page(system: System) -> gr.Blocks:
    """The page as a Gradio app; `mount` gives it its style."""
    page = gr.Blocks(title="Dalil · دليل", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600))
    with page:
        wire(page, _layout(system), system)
    page.queue(default_concurrency_limit=RUNNING, max_size=WAITING)
    return page


def _theme() -> gr.themes.Base:
    fonts = ("system-ui", "-apple-system", "Segoe UI", "Noto Sans", "Noto Sans Arabic", "Tahoma", "sans-serif")
    return gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=fonts, font_mono=("ui-monospace", "monospace"))


def _layout(system: System) -> View:
    words, script = _by_language("translating", "went_wrong"), _script("translating.js")
    gr.HTML(_header(), elem_id="header", apply_default_css=False, js_on_load=script, words=words)
    with gr.Row(elem_id="views", equal_height=True):
        with gr.Column(elem_id="chat-view"):
            chat, question = _chat(), _question()
            _hint()
            with gr.Row(elem_id="renewing"):
                scope = gr.HTML("", elem_id="scope", apply_default_css=False)
                renew = gr.Button(_WORDS("new_conversation"), elem_id="renew")
                undo = gr.Button(_WORDS("undo"), elem_id="undo", visible=False)
        with gr.Column(elem_id="article-view"):
            chooser = gr.HTML("", elem_id="chooser", apply_default_css=False)
            gr.HTML(_steps(), elem_id="steps", apply_default_css=False)
            article = _article()
        with gr.Column(elem_id="documents-view"):
            kinds = [*EXTENSIONS, ARCHIVE]
            files = gr.File(
                file_count="multiple", file_types=kinds, label=_WORDS("upload"), elem_id="upload", height=150
            )
            add_to = gr.Textbox(label=_WORDS("collection"), elem_id="add-to", max_lines=1)
            gr.HTML(_formats(system.settings.max_file_mb), apply_default_css=False)
            report = gr.HTML("", elem_id="report", html_template='<div role="status" tabindex="-1">${value}</div>')
            listed = gr.HTML("", elem_id="library", apply_default_css=False, js_on_load=_script("library.js"))
        with gr.Column(elem_id="evaluation-view"):
            evaluate_tab(system, _WORDS)
    return View(
        chat=chat,
        question=question,
        renew=renew,
        undo=undo,
        turns=gr.State([]),
        ended=gr.State(None),
        kept=_kept(system.settings.data),
        chooser=chooser,
        article=article,
        scope=scope,
        collection=gr.State(None),
        open_document=gr.State(None),
        files=files,
        add_to=add_to,
        report=report,
        library=listed,
    )


def _formats(megabytes: int) -> str:
    names = " ".join(one.extensions[0][1:] for one in FORMATS)
    told = both("formats", names=names, megabytes=megabytes, together=AT_ONCE * megabytes)
    return f'<p class="formats">{told}</p>'


def _header() -> str:
    buttons = "".join(
        f'<button type="button" data-view-button="{name}" aria-pressed="false">{both(name)}</button>'
        for name in ("chat", "article", "documents", "evaluation")
    )
    brand = f'<h1>Dalil <span lang="ar">دليل</span></h1><p>{both("tagline")}</p>'
    return f'<header><div class="brand">{brand}</div><nav>{buttons}</nav></header>'


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label=_WORDS("conversation"),
        show_label=False,
        container=False,
        placeholder=f'<div class="welcome"><h2>{both("welcome")}</h2><p>{both("invitation")}</p></div>',
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        autoscroll=False,  # the script brings the question to the top instead: an answer is read from its start
    )


def _kept(data: Path) -> gr.BrowserState:
    """The conversation in the visitor's own browser, where a page that is loaded again finds it.

    So it does after a restart of the server, if over the same data: key and place hang on nothing else. The key is no
    secret, as the page itself carries it.
    """
    key = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
    return gr.BrowserState([[], []], storage_key=f"dalil-conversation-{key}", secret=key)


def _question() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=_WORDS("question"),
        show_label=False,
        container=False,
        placeholder=_WORDS("placeholder"),
        max_lines=6,
        submit_btn=True,
        autofocus=True,
    )


def _hint() -> gr.HTML:
    """The line under the question, which says why it is not sent."""
    words, script = _by_language("send", "stop", "waiting", "too_long"), _script("asking.js")
    line = '<p role="status" dir="auto"></p>'
    limit = MAX_QUESTION_CHARACTERS
    return gr.HTML(line, elem_id="hint", apply_default_css=False, js_on_load=script, words=words, limit=limit)


def _steps() -> str:
    """From one citation of an answer to the next, and which one is shown; the page's script fills it in."""
    steps = ((-1, "previous"), (1, "next"))
    before, after = (f'<button type="button" data-step="{step}">{both(name)}</button>' for step, name in steps)
    return f'<div class="steps" hidden>{before}<span role="status"></span>{after}</div>'


def _article() -> gr.HTML:
    words, script = _by_language("article", "place_shown"), _script("page.js")
    return gr.HTML("", elem_id="article", apply_default_css=False, js_on_load=script, words=words)


def _by_language(*names: str) -> dict[str, dict[str, str]]:
    """Words for a script, which knows the page's language."""
    return {code: {name: getattr(words, name) for name in names} for code, words in (("en", ENGLISH), ("ar", ARABIC))}


def _script(name: str) -> str:
    return (_PAGE / name).read_text("utf-8")

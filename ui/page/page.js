// Runs once, when the article panel is there: `element` is the panel, `trigger` calls the server, `watch` reports
// new content, `props` has the panel's properties.
const root = document.documentElement;
const words = props.words[root.lang];
const wide = window.matchMedia("(min-width: 64rem)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const LINK = /^#at-(.+)-(\d+)-(\d+)$/;
const CITED = ".evidence .cite";
let asked = null; // the link that was followed last, to go back to
let awaited = null; // the place whose document is on the way
let restored = false; // whether what the browser kept of the conversation has been looked at

function view(name) {
  root.dataset.view = name;
  for (const button of document.querySelectorAll("[data-view-button]"))
    button.setAttribute("aria-pressed", button.dataset.viewButton === name);
}

function place(link) {
  const [, name, start, end] = LINK.exec(link.getAttribute("href")) ?? [];
  return name && { document: name, start: Number(start), end: Number(end), n: Number(link.textContent.match(/^\[(\d+)\]$/)?.[1] ?? 0) };
}

// The mark with this key becomes the one looked at; with `focus`, also for keyboards and screen readers.
function activate(key, focus) {
  for (const piece of element.querySelectorAll(".active")) piece.classList.remove("active");
  const pieces = key ? element.querySelectorAll(`.at-${key}`) : [];
  for (const piece of pieces) piece.classList.add("active");
  tellPlace(key);
  if (!pieces.length) return false;
  pieces[0].scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  if (focus) attend(pieces[0]);
  return true;
}

function attend(target) {
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// Shows a place among the marks of its answer: at once where the panel has it already, else the server sends it.
function show(link, focus) {
  const to = place(link);
  asked = link;
  const shown = element.querySelector("article")?.dataset.document;
  if (shown === to.document && activate(`${to.start}-${to.end}`, focus)) return;
  const links = [...(link.closest(".answer")?.querySelectorAll('a[href^="#at-"]') ?? [])].map(place);
  const marks = links.filter((other) => other && other.document === to.document);
  awaited = focus ? to : null;
  const active = link.closest(".unsaid") && !focus ? [0, 0] : [to.start, to.end];
  trigger("show", { document: to.document, active, marks: marks.map((mark) => [mark.start, mark.end, mark.n]) });
}

function follow(link) {
  const to = place(link);
  if (!to) return;
  view("article");
  if (to.start === to.end) attend(element); // a whole document: what led there is hidden now
  show(link, true);
}

// Above the article: the how-manieth citation of its answer this is, with page and section, and the ways to the others.
function tellPlace(key) {
  const shown = element.querySelector("article")?.dataset.document;
  const links = [...document.querySelectorAll(`#chat ${CITED}[href="#at-${shown}-${key}"]`)];
  const link = links.find((link) => link.closest(".answer") === asked?.closest(".answer")) ?? links.at(-1);
  const steps = document.querySelector("#steps .steps");
  steps.hidden = !link;
  if (!link) return;
  const cited = [...link.closest(".answer").querySelectorAll(CITED)];
  const at = cited.indexOf(link);
  for (const button of steps.querySelectorAll("button")) {
    const other = cited.at((at + Number(button.dataset.step)) % cited.length); // from the last one to the first
    button.hidden = cited.length < 2;
    button.onclick = () => show(other, false);
  }
  const [, position] = link.title.split("\n");
  steps.querySelector("[role=status]").textContent = [`${at + 1} / ${cited.length}`, position].filter(Boolean).join(" · ");
}

// The chooser names the document in the panel, also one that it does not list.
function choose() {
  const { document: id, title } = element.querySelector("article")?.dataset ?? {};
  const select = document.querySelector("#chooser select");
  if (!id || !select || select.value === id) return;
  if (![...select.options].some((option) => option.value === id)) select.add(new Option(title, id));
  select.value = id;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("#chooser select")) trigger("show", { document: event.target.value });
  if (event.target.matches("#scope select")) trigger("ask_of", { collection: event.target.value });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#at-"]');
  const quote = event.target.closest?.("#chat blockquote");
  const button = event.target.closest?.("[data-view-button]");
  if (link) {
    event.preventDefault();
    event.stopPropagation();
    follow(link);
  } else if (quote && getSelection().isCollapsed) {
    follow(quote.querySelector(".cite"));
  } else if (button) {
    view(button.dataset.viewButton);
    if (button.dataset.viewButton === "chat") asked?.focus();
  }
}, true);

// New content: an answer came, or the document that a link asked for. A phone stays where its reader is.
watch("value", () => {
  const shown = element.querySelector("article");
  const key = shown?.dataset.active;
  if (key && wide.matches) view("article");
  choose();
  // a document that was there already has brought no new content: it may be awaited still when an answer comes
  const focus = awaited?.document === shown?.dataset.document && key === `${awaited?.start}-${awaited?.end}`;
  if (!activate(key, focus)) element.scrollTop = 0;
  awaited = null;
  restore();
});

// After a reload: the evidence of the last answer is marked again.
function restore() {
  const link = [...document.querySelectorAll(`#chat .answer:has(${CITED})`)].at(-1)?.querySelector(CITED);
  if (restored || !link || !element.querySelector("article")) return;
  restored = true;
  show(link, false);
}

// What Gradio leaves to be done: a message is named by its source, markup and all, an upload by other words than it
// shows; the examples call themselves a list but have no items; what scrolls cannot be reached by the keyboard.
let questions = 0;
let answers = 0;
function tidy() {
  const misnamed = "#chat [data-testid][aria-label], .upload-container[aria-label]";
  for (const named of document.querySelectorAll(misnamed)) named.removeAttribute("aria-label");
  document.querySelector("#chat .examples[role=list]")?.removeAttribute("role");
  for (const scrolling of document.querySelectorAll("#chat .bubble-wrap:not([tabindex]), #chat .asked:not([tabindex])"))
    if (scrolling.scrollHeight > scrolling.clientHeight) scrolling.tabIndex = 0;
  choose();
  const asking = document.querySelectorAll("#chat .user-row");
  const answered = document.querySelectorAll("#chat .bot-row .facts").length;
  if (asking.length > questions) asked = null; // what the next answer cites is its own, also where one before cites it
  if (asking.length > questions || answered > answers) asking[asking.length - 1].scrollIntoView({ block: "start" });
  if (answered !== answers) tellPlace(element.querySelector("article")?.dataset.active); // the answer may come after its evidence
  [questions, answers] = [asking.length, answered];
  restored ||= document.querySelector("#chat .working") !== null;
  restore();
}
new MutationObserver(tidy).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label", "role"] });

element.tabIndex = 0;
element.setAttribute("role", "region");
element.setAttribute("aria-label", words.article);
view(wide.matches ? "article" : "chat");
wide.addEventListener("change", () => view(wide.matches ? "article" : "chat"));

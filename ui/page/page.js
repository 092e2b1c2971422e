// Runs once, when the article panel is there: `element` is the panel, `trigger` calls the server, `watch` reports new
// content, `props` has the panel's properties.
const root = document.documentElement;
const wide = window.matchMedia("(min-width: 64rem)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const LINK = /^#at-(.+)-(\d+)-(\d+)$/;
let asked = null; // the link that was followed last, to go back to
let awaited = null; // the place whose document is on the way

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
  if (!pieces.length) return false;
  pieces[0].scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  if (focus) attend(pieces[0]);
  return true;
}

function attend(target) {
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// Shows where a link leads: at once where the panel has the mark already, else by asking the server for the document.
function follow(link) {
  const to = place(link);
  if (!to) return;
  asked = link;
  view("article");
  if (to.start === to.end) attend(element); // a whole document: what led there is hidden now
  const shown = element.querySelector("article")?.dataset.document;
  if (shown === to.document && activate(`${to.start}-${to.end}`, true)) return;
  const links = [...(link.closest(".answer")?.querySelectorAll('a[href^="#at-"]') ?? [])].map(place);
  const marks = links.filter((other) => other && other.document === to.document);
  awaited = to;
  trigger("show", {
    document: to.document,
    active: [to.start, to.end],
    marks: marks.map((mark) => [mark.start, mark.end, mark.n]),
  });
}

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

// A question of nothing but spaces is not sent: until the server had ignored it, the next one would be lost.
const isBlank = () => !document.querySelector("#question textarea")?.value.trim();
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target.closest?.("#question") && isBlank()) event.preventDefault();
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest?.("#question .submit-button") && isBlank()) event.stopPropagation();
}, true);

// New content: an answer came, or the document that a link asked for. A phone stays where its reader is.
watch("value", () => {
  const shown = element.querySelector("article");
  const key = shown?.dataset.active;
  if (key && wide.matches) view("article");
  // a document that was there already has brought no new content: it may be awaited still when an answer comes
  const focus = awaited?.document === shown?.dataset.document && key === `${awaited?.start}-${awaited?.end}`;
  if (!activate(key, focus)) element.scrollTop = 0;
  awaited = null;
});

// What Gradio leaves to be done: a message is named by its source, markup and all, and the two buttons have no name.
function name(selector, words) {
  const button = document.querySelector(selector);
  const word = words[root.lang];
  if (button && button.ariaLabel !== word) button.ariaLabel = word;
}

let questions = 0;
let answers = 0;
function tidy() {
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
  name("#question .submit-button", props.send);
  name("#question .stop-button", props.stop);
  const asked = document.querySelectorAll("#chat .user-row");
  const answered = document.querySelectorAll("#chat .bot-row .facts").length;
  if (asked.length > questions || answered > answers) asked[asked.length - 1].scrollIntoView({ block: "start" });
  [questions, answers] = [asked.length, answered];
}
new MutationObserver(tidy).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });

view(wide.matches ? "article" : "chat");
wide.addEventListener("change", () => view(wide.matches ? "article" : "chat"));

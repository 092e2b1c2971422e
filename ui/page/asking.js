// Runs once, when the line under the question is there: `element` holds the line, `props` the words and the limit.
// Nothing that was typed is lost: not by a reload, by its length, or by Enter while an answer is written.
const words = props.words[document.documentElement.lang];
const line = element.querySelector("[role=status]");
const DRAFT = "dalil-draft"; // kept for this tab alone: what is typed in another one is no draft of this
let waited = false; // whether somebody wanted to ask while an answer was written
let draft = sessionStorage.getItem(DRAFT); // to be put back until the box is used: Gradio empties it after it is drawn

const box = () => document.querySelector("#question textarea");
const isAnswering = () => document.querySelector("#question .stop-button") !== null;
const length = () => [...box().value.trim()].length;
const number = (value) => value.toLocaleString("en");

// Into the box, as if it had been typed.
function put(text) {
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

// Whether the question may go now. An empty one is not sent: until the server had ignored it, the next was lost.
function mayAsk() {
  waited = isAnswering() && length() > 0;
  refresh();
  draft = "";
  return !isAnswering() && length() > 0 && length() <= props.limit;
}

function refresh() {
  waited &&= isAnswering();
  const tooLong = words.too_long.replace("{count}", number(length())).replace("{limit}", number(props.limit));
  const said = length() > props.limit ? tooLong : waited ? words.waiting : "";
  if (line.textContent !== said) line.textContent = said;
}

document.addEventListener("keydown", (event) => {
  if (event.target !== box() || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && !mayAsk()) event.preventDefault();
  if (event.key === "ArrowUp" && !box().value) {
    event.preventDefault();
    put([...document.querySelectorAll("#chat .asked")].at(-1)?.textContent ?? "");
  }
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#question .submit-button") && !mayAsk()) event.stopPropagation();
  if (event.target.closest?.("#renew, #undo")) box().focus(); // the button that was pressed may go
}, true);

// What Gradio leaves to be done: the two buttons of the question have no name.
function name(selector, word) {
  const button = document.querySelector(selector);
  if (button && button.ariaLabel !== word) button.ariaLabel = word;
}

// The server empties the box without an event, but the buttons change then.
function follow() {
  if (!box()) return;
  name("#question .submit-button", words.send);
  name("#question .stop-button", words.stop);
  if (isAnswering()) draft = "";
  if (draft && !box().value) put(draft);
  sessionStorage.setItem(DRAFT, box().value);
  refresh();
}
document.addEventListener("input", (event) => {
  if (event.target !== box()) return;
  if (event.isTrusted) draft = "";
  follow();
});
new MutationObserver(follow).observe(document.querySelector("#chat-view"), { subtree: true, childList: true });
follow();

// Runs once, when the header is there: `props` has the words. The button under a quote shows its translation by the
// language model, marked as one, and takes it away again. A quote and a translation are text, never markup.
const words = props.words[document.documentElement.lang];

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("#chat button.translate");
  if (!button) return;
  const shown = button.nextElementSibling;
  const begin = !shown?.matches(".translation");
  button.ariaExpanded = begin;
  if (!begin) return shown.remove();
  const translation = document.createElement("div");
  translation.className = "translation";
  translation.setAttribute("role", "status");
  button.after(translation);
  tell(translation, words.translating);
  const quote = button.parentElement.previousElementSibling.cloneNode(true);
  quote.querySelector(".cite").remove();
  try {
    const body = JSON.stringify({ text: quote.textContent.trim() });
    const headers = { "Content-Type": "application/json" };
    const answer = await (await fetch("api/translate", { method: "POST", headers, body })).json();
    if (answer.error) tell(translation, answer.error.message);
    else tell(translation, answer.translation, answer.notice);
  } catch {
    tell(translation, words.went_wrong);
  }
});

function tell(translation, ...texts) {
  translation.replaceChildren(...texts.map((text) => {
    const paragraph = document.createElement("p");
    paragraph.dir = "auto";
    paragraph.textContent = text;
    return paragraph;
  }));
}

// Runs once, when the list of documents is there: `element` is the list, `trigger` calls the server, `watch` reports
// new content.
let removed = null; // the place in the list of the document that is being removed

const buttons = () => [...element.querySelectorAll("button[data-remove]")];

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-remove]");
  if (!button || !confirm(button.dataset.confirm)) return;
  removed = buttons().indexOf(button);
  trigger("remove", { document: button.dataset.remove });
});

// The focused button is gone with its document: keyboards go on at the next one, or else at what became of it.
watch("value", () => {
  const left = buttons();
  if (removed !== null && document.activeElement === document.body)
    (left[removed] ?? left.at(-1) ?? document.querySelector("#report [role=status]")).focus();
  removed = null;
});

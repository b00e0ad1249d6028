/* Keys stand on the elements they press: data-key="r", data-key="g i". Never while typing. */
import { isSeen, isTyping } from "./page.js";

const PATIENCE = 1000;
let typed = "";
let last = 0;

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return send(event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target)) return leave(event);
  if (document.querySelector("dialog[open]")) return;
  const element = meant(event);
  if (!element) return;
  event.preventDefault();
  press(element);
});

/* The longer sequence first, so that "g i" is not an "i". */
function meant(event) {
  typed = event.timeStamp - last < PATIENCE ? `${typed} ${event.key}` : event.key;
  last = event.timeStamp;
  for (const keys of [typed, event.key]) {
    const found = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].find(isSeen);
    if (found) return found;
  }
}

function press(element) {
  typed = "";
  element.click();
  if (element.matches("summary")) element.parentElement.querySelector("button, a, input:not([type=hidden])")?.focus();
}

function send(event) {
  const form = event.target.closest?.("form[data-composer]");
  const button = [...(form?.querySelectorAll("[data-send]") ?? [])].find(isSeen);
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
}

function leave(event) {
  if (event.key === "Escape") event.target.blur();
}

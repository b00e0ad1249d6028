/* What has just happened leaves by itself, but not from under the pointer. */
import { onContent, words } from "./page.js";

const LONG_ENOUGH = 8000;
const place = document.querySelector("[data-toasts]");

export function say(text) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = text;
  place.append(toast);
  dismiss(toast);
}

function dismiss(toast) {
  toast.dataset.leaves = "";
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) return setTimeout(leave, LONG_ENOUGH);
    toast.classList.add("leaving");
    setTimeout(() => toast.remove(), 200);
  };
  setTimeout(leave, LONG_ENOUGH);
}

onContent((page) => {
  for (const toast of page.querySelectorAll("[data-toast]:not([data-leaves])")) dismiss(toast);
});

/* A request that a newer one has overtaken did not fail. */
const isOvertaken = (event) => event.detail?.error?.name === "AbortError";

for (const name of ["htmx:error", "htmx:response:error"])
  document.addEventListener(name, (event) => isOvertaken(event) || say(words.wordFailed));

/* The wish panel: what was done there goes into the composer, and it closes where it was opened. */
import { isTyping, onContent } from "./page.js";

onContent((place) => {
  for (const offer of place.querySelectorAll("[data-insert-now]")) {
    offer.removeAttribute("data-insert-now");
    offer.click();
  }
});

document.addEventListener("click", (event) => {
  const leave = event.target.closest?.("[data-close-panel]");
  if (!leave || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  close(leave.closest(".wish-place"));
});

document.addEventListener("keydown", (event) => {
  const place = event.target.closest?.(".wish-place:has(.wish-panel, .wish-done)");
  if (event.key !== "Escape" || !place || isTyping(event.target)) return;
  close(place);
});

/* The opener is there behind it; whoever came by keyboard goes on from it. */
function close(place) {
  place.querySelector("#wish-panel").replaceChildren();
  place.querySelector(".wish-opener").focus();
}

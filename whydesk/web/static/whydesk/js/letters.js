/* Letters stand behind glass: fitted to their height, pictures fetched on a click. */
import { onContent } from "./page.js";

onContent((place) => {
  for (const frame of place.querySelectorAll("[data-letter]:not([data-fitted])")) {
    frame.dataset.fitted = "";
    frame.addEventListener("load", () => fit(frame));
  }
});

function fit(frame) {
  const letter = frame.contentDocument?.documentElement;
  if (!letter) return;
  const measure = () => (frame.style.blockSize = `${letter.scrollHeight + 2}px`);
  new ResizeObserver(measure).observe(letter);
  measure();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-load-pictures]");
  if (!button) return;
  document.getElementById(button.dataset.loadPictures).src = button.dataset.url;
  button.hidden = true;
});

/* Letters stand behind glass: fitted to their height. */
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

/* The server writes every time; only a waiting grows old on the screen. */
import { fill, words } from "./page.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function duration(seconds) {
  if (seconds < MINUTE) return words.wordNow;
  if (seconds < HOUR) return fill(words.wordMinutes, { n: Math.floor(seconds / MINUTE) });
  if (seconds < 2 * DAY) return fill(words.wordHours, { n: Math.floor(seconds / HOUR) });
  return fill(words.wordDays, { n: Math.floor(seconds / DAY) });
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-since]"))
    time.textContent = duration((Date.now() - Date.parse(time.dateTime)) / 1000);
  for (const time of document.querySelectorAll("time[data-until]")) {
    const left = (Date.parse(time.dateTime) - Date.now()) / 1000;
    time.textContent = duration(Math.abs(left));
    time.closest("[data-countdown]")?.classList.toggle("countdown-late", left <= 0);
  }
}

setInterval(refresh, 30 * 1000);

/*
 * What happens elsewhere announces itself and waits to be asked in.
 * /live sends: event "ticket", data {"id", "change": "arrived" | "said" | "changed", "queues": [...], "message": id of the newest}.
 */
import { fill, words } from "./page.js";

const CALM = 1500;
const fresh = new Set();
let due;

if (words.liveUrl) listen();

function listen() {
  const stream = new EventSource(words.liveUrl);
  stream.addEventListener("ticket", (event) => hear(JSON.parse(event.data)));
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function hear(news) {
  refreshCounters();
  const list = document.querySelector("[data-list]");
  if (list && news.change === "arrived" && news.queues?.includes(list.dataset.queue)) count(list, news.id);
  const open = document.querySelector("[data-ticket]");
  if (open?.dataset.ticket === String(news.id) && isUnread(news.message)) announce(open);
}

const isUnread = (message) => message && !document.getElementById(`message-${message}`);

function count(list, id) {
  if (list.querySelector(`#row-${id}`)) return;
  fresh.add(id);
  announce(list);
}

function announce(place) {
  const bar = place.querySelector("[data-news]");
  bar.textContent = fill(bar.dataset.text, { n: fresh.size });
  bar.hidden = false;
}

/* Many things at once are one refresh. */
function refreshCounters() {
  clearTimeout(due);
  due = setTimeout(() => {
    for (const part of document.querySelectorAll("[data-live]")) part.dispatchEvent(new Event("live"));
  }, CALM);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-news]")) fresh.clear();
});

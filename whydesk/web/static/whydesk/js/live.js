/*
 * What happens elsewhere announces itself and waits to be asked in.
 * /live sends: event "notice" when the reader was told something, and event "ticket", data {"id", "change": "arrived" | "changed" | "said", "queues": [...], "message": id or null}.
 */
import { fill, words } from "./page.js";

const CALM = 1500;
const fresh = new Set();
let due;
let renewal;

if (words.liveUrl) listen();

function listen() {
  const stream = new EventSource(words.liveUrl);
  stream.addEventListener("ticket", (event) => hear(JSON.parse(event.data)));
  stream.addEventListener("notice", () => document.getElementById("bell")?.dispatchEvent(new Event("told")));
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function hear(news) {
  refreshCounters();
  const list = document.querySelector("[data-list][data-queue]");
  if (list?.querySelector(`#row-${news.id}`)) renewSoon();
  else if (list && news.change === "arrived" && news.queues.includes(list.dataset.queue)) count(list, news.id);
  const open = document.querySelector("[data-ticket]");
  if (open?.dataset.ticket === String(news.id) && isUnread(news)) announce(open);
}

const isUnread = (news) => news.change === "said" && !document.getElementById(`message-${news.message}`);

function count(list, id) {
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

function renewSoon() {
  clearTimeout(renewal);
  renewal = setTimeout(renew, CALM);
}

/* Rows change where they stand; one that has left the queue says so and stays until the list is asked for again. */
async function renew() {
  const list = document.querySelector("[data-list][data-queue]");
  const headers = { "HX-Request": "true", "HX-Target": "div#list" };
  const answer = await fetch(list.querySelector("[data-news]").getAttribute("hx-get"), { headers });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const row of list.querySelectorAll("[data-row]")) {
    const now = page.getElementById(row.id);
    if (now) replace(row, now);
    else leave(row, list.dataset.textLeft);
  }
}

function replace(row, now) {
  for (const place of [".row-who", ".row-when", ".row-what", ".row-holder"]) {
    const [old, fresh] = [row.querySelector(place), now.querySelector(place)];
    if (old.outerHTML !== fresh.outerHTML && !old.contains(document.activeElement)) old.replaceWith(fresh);
  }
}

function leave(row, text) {
  if (row.classList.contains("left")) return;
  row.classList.add("left");
  const badge = Object.assign(document.createElement("span"), { className: "badge", textContent: text });
  row.querySelector(".row-what").append(badge);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-news]")) fresh.clear();
});

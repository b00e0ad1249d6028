/* A list by key: j and k walk, Enter opens, x ticks; acts follow the row. */
import { isSeen, isTyping, onContent } from "./page.js";

const RESTING = 150;
let resting;

const list = () => document.querySelector("[data-list]");
const rows = () => [...(list()?.querySelectorAll("[data-row]") ?? [])];
const here = () => list()?.querySelector("[data-row].here");
const link = (row) => row.querySelector("[data-row-link]");

function stand(row) {
  if (!row || row === here()) return;
  here()?.classList.remove("here");
  row.classList.add("here");
  row.scrollIntoView({ block: "nearest" });
  link(row).focus({ preventScroll: true });
  showActs(row);
  clearTimeout(resting);
  resting = setTimeout(() => preview(row), RESTING);
}

/* Read ahead only where there is room to show it. */
function previewPlace() {
  const place = document.querySelector(list()?.dataset.preview ?? "#none");
  return place && isSeen(place) ? place : null;
}

function preview(row) {
  const place = previewPlace();
  if (!place) return;
  const url = new URL(link(row).href);
  url.searchParams.set("preview", "1");
  window.htmx.ajax("GET", url.pathname + url.search, { target: place, swap: "innerHTML" });
}

function showActs(row) {
  const acts = list()?.querySelector("[data-row-acts]");
  if (!acts || acts.parentElement === row) return;
  for (const button of acts.querySelectorAll("[data-noun]"))
    button.setAttribute("formaction", `${link(row).getAttribute("href")}/${button.dataset.noun}`);
  acts.hidden = false;
  row.append(acts);
}

function walk(step) {
  const all = rows();
  const at = all.indexOf(here());
  stand(all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]);
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  ArrowDown: () => walk(1),
  ArrowUp: () => walk(-1),
  x: () => here()?.querySelector("[name=ticket]").click(),
};

document.addEventListener("keydown", (event) => {
  if (!list() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open], :popover-open, details.menu[open]")) return;
  if (event.key === "Enter" && here() && event.target === document.body) return link(here()).click();
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.addEventListener("pointerover", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (row && event.pointerType === "mouse") showActs(row);
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (row && event.target.matches(":focus-visible")) showActs(row);
});

/* A refreshed list keeps the place one stood at; a new one shows what stands on top. */
let place;
document.addEventListener("htmx:before:swap", () => (place = here()?.id ?? place));
onContent(() => {
  if (place && !here()) document.getElementById(place)?.classList.add("here");
});
window.addEventListener("load", () => {
  const first = rows()[0];
  if (!first || !previewPlace()) return;
  first.classList.add("here");
  preview(first);
});

/* The command bar: what carries data-command, found by its words; anything else is a search. */
import { fill, isSeen } from "./page.js";

const bar = document.querySelector("[data-command-bar]");
const field = bar?.querySelector("input");
const box = bar?.querySelector("[role=listbox]");
let found = [];
let at = 0;

document.addEventListener("keydown", (event) => {
  if (!bar || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (bar.open) return bar.close();
  field.value = "";
  bar.showModal();
  show();
});

function acts() {
  return [...document.querySelectorAll("[data-command]")].map((element) => ({
    label: element.dataset.command || element.textContent.trim().replace(/\s+/g, " "),
    key: element.dataset.key,
    run: () => press(element),
  }));
}

function press(element) {
  const menu = element.closest("details");
  if (menu && !isSeen(element)) menu.open = true;
  element.click();
}

function search(words) {
  const url = `${bar.dataset.searchUrl}?${new URLSearchParams({ q: words })}`;
  return { label: fill(bar.dataset.wordSearch, { words }), run: () => location.assign(url) };
}

function show() {
  const wanted = field.value.trim().toLowerCase();
  found = acts().filter((act) => wanted.split(" ").every((word) => act.label.toLowerCase().includes(word)));
  if (wanted) found.push(search(field.value.trim()));
  at = 0;
  box.replaceChildren(...found.map(item));
  mark();
}

function item(act, index) {
  const row = document.createElement("div");
  row.className = "command-item";
  row.id = `command-${index}`;
  row.setAttribute("role", "option");
  row.append(act.label);
  if (act.key) row.append(Object.assign(document.createElement("kbd"), { textContent: act.key }));
  row.addEventListener("click", () => run(index));
  return row;
}

function mark() {
  [...box.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
  box.children[at]?.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", found.length ? `command-${at}` : "");
}

function run(index) {
  bar.close();
  found[index]?.run();
}

const KEYS = {
  ArrowDown: () => (at = Math.min(at + 1, found.length - 1)),
  ArrowUp: () => (at = Math.max(at - 1, 0)),
};

field?.addEventListener("input", show);
field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") return run(at);
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
  mark();
});
bar?.addEventListener("click", (event) => event.target === bar && bar.close());

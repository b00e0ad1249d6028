/* What is typed is kept: with each key in this window, a moment after the last key and when the page
   goes away at the desk. What a page could not see arrive is sent again by the next. */
import { csrf, fill, onContent, words } from "./page.js";

const PAUSE = 800;
const TYPED = ["kind", "text", "cc"];
/* The sheet and the count of changes let the desk tell an old save from a new one. */
const KEPT = [...TYPED, "sheet", "sequence"];
const OWN = `draft ${words.agent} `;

onContent((place) => {
  for (const form of place.querySelectorAll("[data-composer]:not([data-kept])")) keep(form);
});
sendLeft();

function keep(form) {
  form.dataset.kept = "";
  const draft = { form, url: form.dataset.draftUrl, timer: 0, saved: snapshot(form) };
  form.addEventListener("input", () => plan(draft));
  form.addEventListener("change", () => plan(draft));
  form.addEventListener("submit", () => {
    clearTimeout(draft.timer);
    sessionStorage.removeItem(OWN + draft.url);
  });
  window.addEventListener("pagehide", () => changed(draft) && post(draft.url, written(form)));
  for (const field of form.querySelectorAll("[data-grows]")) grow(field);
  for (const radio of form.querySelectorAll("[name=kind]"))
    radio.addEventListener("click", () => form.querySelector("[name=text]").focus());
  if (location.hash === `#${form.id}`) form.querySelector("[name=text]").focus();
  drop(form);
  restore(draft);
}

function snapshot(form) {
  const data = new FormData(form);
  return JSON.stringify(TYPED.map((name) => data.get(name) ?? ""));
}

function changed(draft) {
  return snapshot(draft.form) !== draft.saved;
}

function written(form) {
  const data = new FormData(form);
  return `${new URLSearchParams(KEPT.map((name) => [name, data.get(name) ?? ""]))}`;
}

function plan(draft) {
  clearTimeout(draft.timer);
  draft.form.elements.sequence.value++;
  sessionStorage.setItem(OWN + draft.url, written(draft.form));
  if (changed(draft)) draft.timer = setTimeout(() => save(draft), PAUSE);
}

/* Whoever was signed out meanwhile is led to sign in: an answer, but not that it was saved. */
async function post(url, body) {
  const headers = { "X-CSRFToken": csrf(), "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(url, { method: "POST", body, headers, keepalive: true }).catch(() => null);
  return answer?.status === 204;
}

async function save(draft) {
  const sent = snapshot(draft.form);
  const isSaved = await post(draft.url, written(draft.form));
  if (isSaved) draft.saved = sent;
  else draft.timer = setTimeout(() => save(draft), PAUSE * 10);
  if (!changed(draft)) sessionStorage.removeItem(OWN + draft.url);
  tell(draft.form, isSaved);
}

/* The desk may have made this page before the last words reached it. What it put below them stays. */
function restore(draft) {
  const { elements } = draft.form;
  const kept = new URLSearchParams(sessionStorage.getItem(OWN + draft.url) ?? "");
  if (elements.text.value.startsWith(kept.get("text") ?? "")) return sessionStorage.removeItem(OWN + draft.url);
  for (const name of TYPED) if (elements[name]) elements[name].value = kept.get(name);
  plan(draft);
}

function sendLeft() {
  const open = new Set([...document.querySelectorAll("[data-composer]")].map((form) => OWN + form.dataset.draftUrl));
  for (const [key, body] of Object.entries(sessionStorage)) {
    if (!key.startsWith(OWN) || open.has(key)) continue;
    post(key.slice(OWN.length), body).then((isSaved) => isSaved && sessionStorage.removeItem(key));
  }
}

function tell(form, isSaved) {
  const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  const text = isSaved ? form.dataset.textSaved : form.dataset.textUnsaved;
  form.querySelector("[data-draft-state]").textContent = fill(text, { time });
}

/* Browsers that do not size a field by its content are helped. */
function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  const fit = () => {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight}px`;
  };
  field.addEventListener("input", fit);
  fit();
}

/* A file that was taken in must not be sent a second time with the form. */
document.addEventListener("htmx:after:request", (event) => {
  if (event.target.matches?.("[data-attach]")) event.target.value = "";
});

/* Files dropped or pasted go where chosen files go. */
function drop(form) {
  const input = form.querySelector("[data-attach]");
  if (!input) return;
  const take = (event, files) => {
    form.classList.remove("dropping");
    if (!files?.length) return;
    event.preventDefault();
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  form.addEventListener("paste", (event) => take(event, event.clipboardData.files));
  form.addEventListener("drop", (event) => take(event, event.dataTransfer.files));
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
}

/* What is typed is kept: a moment after the last key, and when the page goes away. */
import { csrf, fill, onContent } from "./page.js";

const PAUSE = 800;
const TYPED = ["kind", "text", "cc"];
/* The sheet and the count of saves let the desk tell an old save from a new one. */
const KEPT = [...TYPED, "sheet", "sequence"];

onContent((place) => {
  for (const form of place.querySelectorAll("[data-composer]:not([data-kept])")) keep(form);
});

function keep(form) {
  form.dataset.kept = "";
  const draft = { form, timer: 0, saved: snapshot(form) };
  form.addEventListener("input", () => plan(draft));
  form.addEventListener("change", () => plan(draft));
  form.addEventListener("submit", () => clearTimeout(draft.timer));
  window.addEventListener("pagehide", () => changed(draft) && post(draft));
  for (const field of form.querySelectorAll("[data-grows]")) grow(field);
  for (const radio of form.querySelectorAll("[name=kind]"))
    radio.addEventListener("click", () => form.querySelector("[name=text]").focus());
  if (location.hash === `#${form.id}`) form.querySelector("[name=text]").focus();
  drop(form);
}

function snapshot(form) {
  const data = new FormData(form);
  return JSON.stringify(TYPED.map((name) => data.get(name) ?? ""));
}

const changed = (draft) => snapshot(draft.form) !== draft.saved;

function plan(draft) {
  clearTimeout(draft.timer);
  if (changed(draft)) draft.timer = setTimeout(() => save(draft), PAUSE);
}

function post(draft) {
  draft.form.elements.sequence.value++;
  const data = new FormData(draft.form);
  const body = new URLSearchParams(KEPT.map((name) => [name, data.get(name) ?? ""]));
  const headers = { "X-CSRFToken": csrf() };
  return fetch(draft.form.dataset.draftUrl, { method: "POST", body, headers, keepalive: true });
}

async function save(draft) {
  const sent = snapshot(draft.form);
  const answer = await post(draft).catch(() => null);
  /* Whoever was signed out meanwhile is led to sign in: an answer, but not that it was saved. */
  const isSaved = answer?.status === 204;
  if (isSaved) draft.saved = sent;
  else draft.timer = setTimeout(() => save(draft), PAUSE * 10);
  tell(draft.form, isSaved);
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

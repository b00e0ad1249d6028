/* The meeting by keyboard: answers are kept as they are given, and the clock is seen. */
import { csrf, isTyping } from "./page.js";

const PAUSE = 600;
const MARKS = { f: "for", a: "against", u: "unsure" };
const meeting = document.querySelector("[data-meeting]");
const forms = [...document.querySelectorAll("[data-answer]")];
let current = null;

for (const form of forms) keep(form);
for (const form of document.querySelectorAll("[data-decision]")) {
  form.addEventListener("keydown", decide);
  remember(form);
}
if (meeting) {
  document.addEventListener("keydown", press);
  count();
}

function keep(form) {
  const state = { timer: 0, sent: written(form) };
  const save = () => post(form, state);
  form.addEventListener("focusin", () => (current = form));
  form.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
    form.focus();
  });
  window.addEventListener("pagehide", () => written(form) !== state.sent && save());
}

function written(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

async function post(form, state) {
  clearTimeout(state.timer);
  const body = written(form);
  const headers = { "X-CSRFToken": csrf(), "X-Kept-As-Typed": "1", "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(form.action, { method: "POST", body, headers, keepalive: true }).catch(() => null);
  /* Whoever was signed out meanwhile is led to sign in: an answer, but not that it was kept. */
  const isKept = answer?.status === 204;
  if (isKept) state.sent = body;
  else if (answer?.status !== 422) state.timer = setTimeout(() => post(form, state), PAUSE * 10);
  form.querySelector("[data-kept]").textContent = isKept ? meeting.dataset.wordKept : await why(answer);
}

async function why(answer) {
  return answer?.status === 422 ? answer.text() : meeting.dataset.wordUnkept;
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && event.target.closest?.("[data-answer]")) return event.target.closest("[data-answer]").focus();
  if (isTyping(event.target) || document.querySelector(":popover-open")) return;
  if (event.key === "Enter" && event.target.matches("[data-answer]")) return write(event);
  if (MARKS[event.key] && current) return mark(event);
  if (!event.target.matches?.("[type=radio]")) go(event);
}

function write(event) {
  event.preventDefault();
  event.target.elements.text.focus();
}

/* The same key again takes the mark back. */
function mark(event) {
  const radio = current.querySelector(`[name=mark][value=${MARKS[event.key]}]`);
  if (radio.disabled) return;
  radio.checked = !radio.checked;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
}

function go(event) {
  const key = { ArrowLeft: "k", ArrowRight: "j" }[event.key];
  if (key) meeting.querySelector(`[data-key=${key}]`)?.click();
}

function decide(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit(event.currentTarget.querySelector("[data-decide]"));
}

/* Half a decision waits in this window while one looks at another wish. */
function remember(form) {
  const key = `decision-${form.action}`;
  const isRefused = form.querySelector("[role=alert], .errorlist");
  const typed = new URLSearchParams(isRefused ? "" : (sessionStorage.getItem(key) ?? ""));
  for (const name of ["csrfmiddlewaretoken", "after"]) typed.delete(name);
  for (const [name, value] of typed) if (form.elements[name]) form.elements[name].value = value;
  form.addEventListener("input", () => sessionStorage.setItem(key, written(form)));
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}

/* How long this wish has been before the meeting is remembered over reloads. */
function count() {
  const key = `opened-${meeting.dataset.meeting}`;
  const opened = Number(sessionStorage.getItem(key)) || Date.now();
  sessionStorage.setItem(key, opened);
  const clock = meeting.querySelector("[data-timer=item]");
  const whole = meeting.querySelector("[data-timer=review]");
  const tick = () => {
    if (clock) clock.textContent = inMinutes(Date.now() - opened);
    whole.textContent = Math.max(0, Math.floor((Date.now() - Date.parse(meeting.dataset.started)) / 60000));
    whole.classList.toggle("meeting-over", Number(whole.textContent) >= Number(meeting.dataset.minutes));
  };
  tick();
  setInterval(tick, 1000);
}

function inMinutes(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

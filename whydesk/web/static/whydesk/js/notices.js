/* What was opened from the list has been seen, and what a ticket on the screen is about too. */
import { csrf, onContent } from "./page.js";

const OPENED = "opened-notice";
const bell = () => document.getElementById("bell");
const ring = () => bell()?.dispatchEvent(new Event("told"));
let looked;

function said(name, key) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", csrf());
  form.set(name, key);
  return form;
}

/* The page that is asked for next may be quicker than this, so it counts once more. */
function open(event) {
  const link = event.target.closest("[data-seen]");
  if (!link || !bell()) return;
  navigator.sendBeacon(bell().dataset.seenUrl, said("notice", link.dataset.seen));
  sessionStorage.setItem(OPENED, "yes");
}

async function look() {
  const key = document.querySelector("[data-ticket]")?.dataset.ticket;
  if (!key || key === looked || !bell()?.querySelector(".rail-dot")) return;
  looked = key;
  await fetch(bell().dataset.seenUrl, { method: "POST", body: said("ticket", key) });
  ring();
}

document.addEventListener("click", open);
document.addEventListener("auxclick", open);
onContent(look);

window.addEventListener("load", () => {
  if (!sessionStorage.getItem(OPENED)) return;
  sessionStorage.removeItem(OPENED);
  ring();
});

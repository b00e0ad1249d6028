/* What was opened from the list has been seen, and what a ticket on the screen is about too. */
import { csrf, onContent } from "./page.js";

const bell = () => document.getElementById("bell");

function see(name, key) {
  const said = new FormData();
  said.set("csrfmiddlewaretoken", csrf());
  said.set(name, key);
  navigator.sendBeacon(bell().dataset.seenUrl, said);
}

function open(event) {
  const link = event.target.closest("[data-seen]");
  if (link && bell()) see("notice", link.dataset.seen);
}

document.addEventListener("click", open);
document.addEventListener("auxclick", open);

let looked;

onContent(() => {
  const key = document.querySelector("[data-ticket]")?.dataset.ticket;
  if (key && key !== looked && bell()?.querySelector(".rail-dot")) see("ticket", key);
  looked = key;
});

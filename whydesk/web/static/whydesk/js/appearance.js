/* Light, dark and density change at once and are remembered behind. */
const root = document.documentElement;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-appearance]");
  const button = event.submitter;
  if (!form || !button) return;
  event.preventDefault();
  root.dataset[button.name] = button.value;
  for (const other of form.querySelectorAll(`[name="${button.name}"]`))
    other.setAttribute("aria-pressed", String(other === button));
  const body = new URLSearchParams(new FormData(form, button));
  fetch(form.action, { method: "POST", body, keepalive: true });
});

/* What the desk proposes goes below what was typed, and is the writer's from then on. */
document.addEventListener("click", (event) => {
  const offer = event.target.closest?.("[data-insert]");
  const field = document.querySelector("[data-composer] [name=text]");
  if (!offer || !field || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (!field.value.includes(offer.dataset.insert)) {
    field.value = `${field.value}\n\n${offer.dataset.insert}`.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  document.querySelector("[data-composer] [name=kind][value=reply]")?.click();
  document.getElementById("side")?.matches(":popover-open") && document.getElementById("side").hidePopover();
  field.focus();
});

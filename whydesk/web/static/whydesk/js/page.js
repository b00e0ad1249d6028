/* Small questions every module asks of the page. */
export const words = document.body.dataset;

export const fill = (pattern, values) =>
  pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export const isTyping = (target) =>
  target.isContentEditable ||
  target.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");

export const isSeen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

export const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/* Content comes by page and by htmx; both are asked to be looked at. */
export function onContent(look) {
  look(document);
  document.addEventListener("htmx:after:swap", () => look(document));
}

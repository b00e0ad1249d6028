/* A long thread opens at its newest message, not at its first; a panel opened beside it stays in sight. */
window.addEventListener("load", () => {
  const newest = [...document.querySelectorAll("#thread > .message")].at(-1);
  if (location.hash || !newest || document.querySelector(".ticket-side-open")) return;
  const composer = document.querySelector(".ticket-composer");
  const end = composer ? composer.getBoundingClientRect().top : innerHeight;
  if (newest.getBoundingClientRect().bottom > end) newest.scrollIntoView();
});

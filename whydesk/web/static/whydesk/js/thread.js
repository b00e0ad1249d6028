/* A long thread opens at its newest message, not at its first. */
const LOW = 0.6;

window.addEventListener("load", () => {
  if (location.hash || !document.querySelector("#thread")) return;
  const newest = [...document.querySelectorAll("#thread > .message")].at(-1);
  if (newest?.getBoundingClientRect().top > innerHeight * LOW) newest.scrollIntoView();
});

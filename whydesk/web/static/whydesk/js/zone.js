/* The browser knows where it is; offer that to whoever has not chosen yet. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const choice of document.querySelectorAll("[data-guess-zone] [name=time_zone]"))
  if ([...choice.options].some((option) => option.value === zone)) choice.value = zone;

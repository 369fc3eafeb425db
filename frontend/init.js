// Starts the components that gain from script, on each page and after each part of a page is swapped.
// Every page works without this file.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  const scope = target?.isConnected ? target.parentElement : document.body;
  // What was there before the swap is started already and says so: that is no error.
  initAll({ scope, onError: (error) => error.name === "InitError" || console.error(error) });
});

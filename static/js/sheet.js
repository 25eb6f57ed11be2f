// My week with htmx: says that a tap is under way, and says when one was not saved. Without this file and without htmx
// the same forms work as plain ones. What is typed stays in its field whenever an answer does not come.
(() => {
  "use strict";
  const week = document.getElementById("week");
  const fault = document.getElementById("week-fault");
  if (!week || !fault) return;
  let underWay = 0;

  const tell = (words) => {
    fault.hidden = !words;
    fault.textContent = words ? fault.getAttribute("data-" + words) : "";
  };

  document.body.addEventListener("htmx:beforeRequest", () => {
    underWay += 1;
    week.setAttribute("aria-busy", "true");
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    underWay = Math.max(0, underWay - 1);
    if (!underWay) week.removeAttribute("aria-busy");
    if (event.detail.successful) tell("");
  });
  // the queue of the phone may have taken the form in; it says so itself and marks the event as dealt with
  const unlessDealtWith = (event, words) => window.setTimeout(() => !event.defaultPrevented && tell(words));
  document.body.addEventListener("htmx:responseError", (event) => {
    unlessDealtWith(event, event.detail.xhr.status === 403 ? "stale" : "failed");
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, (event) => unlessDealtWith(event, "offline"));
  }
})();

// Quick exit. The link works without this file; with it, leaving takes this page out of the way of "Back",
// hides it while the next one loads, and Shift pressed three times within five seconds does the same.
// It cannot erase the browser's history; the footer says so.
(() => {
  "use strict";
  const PRESSES = 3;
  const WITHIN_MS = 5000;
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;

  const leave = () => {
    document.documentElement.hidden = true; // at once, even where the next page is slow to come
    document.title = "…";
    window.location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    // a new tab or window was asked for on purpose: leave that to the browser
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    leave();
  });

  let presses = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = []; // a capital letter is not a call for help
      return;
    }
    const now = Date.now();
    presses = presses.filter((moment) => now - moment < WITHIN_MS).concat(now);
    if (presses.length >= PRESSES) leave();
  });

  // coming back out of the browser's page cache must not show a blank page
  window.addEventListener("pageshow", () => {
    document.documentElement.hidden = false;
  });
})();

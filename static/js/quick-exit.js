// Quick exit. The link works without this file; with it, leaving takes this page out of the way of "Back",
// hides it while the next one loads, and Shift pressed three times within five seconds does the same; three marks on
// the button count along, and a screen reader hears how many presses are left. After GOV.UK's "exit this page".
// It cannot erase the browser's history; the footer says so.
(() => {
  "use strict";
  const PRESSES = 3;
  const WITHIN_MS = 5000;
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;

  const says = document.querySelector("[data-quick-exit-says]");
  const marks = link.querySelector(".presses");
  const tell = (pressed, words) => {
    if (!marks || !says) return; // pages of errors have the button alone; the keys work there, too
    marks.dataset.pressed = pressed || "";
    says.textContent = words ? link.getAttribute("data-presses-" + words) : "";
  };

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

  let pressed = 0;
  let forgetting = 0;
  const forget = (words) => {
    window.clearTimeout(forgetting);
    if (pressed) tell(0, words);
    pressed = 0;
  };
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      forget(""); // a capital letter is not a call for help
      return;
    }
    window.clearTimeout(forgetting);
    pressed += 1;
    tell(pressed, String(PRESSES - pressed));
    if (pressed === PRESSES) leave();
    else forgetting = window.setTimeout(() => forget("off"), WITHIN_MS);
  });

  // coming back out of the browser's page cache must not show a blank page
  window.addEventListener("pageshow", () => {
    document.documentElement.hidden = false;
    forget("");
  });
})();

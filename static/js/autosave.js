// A long form of the desk keeps what is typed as a draft, a moment after the last stroke and when the page is left.
// Without this file the button "Save draft" does the same. What the server answers is said in a quiet line.
(() => {
  "use strict";
  const AFTER_MS = 3000;
  const AGAIN_MS = 15000;
  const form = document.querySelector("form[data-draft]");
  const line = form && form.querySelector("[data-draft-said]");
  if (!form || !line) return;
  if (form.dataset.waits) {
    form.addEventListener("input", () => { line.textContent = form.dataset.waits; }, { once: true });
    return; // the earlier draft is not written over before somebody decides
  }
  let timer = 0;
  let strokes = 0; // how often something was typed, and how much of it a draft has
  let kept = 0;
  let isLeaving = false; // a button was pressed: what it does comes next

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };

  const keep = async () => {
    if (kept === strokes || isLeaving) return;
    const sent = strokes;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      if (answer.status >= 500) throw new Error(String(answer.status));
      line.textContent = told.said || form.dataset.failed;
      kept = Math.max(kept, sent);
    } catch {
      line.textContent = form.dataset.failed;
      later(AGAIN_MS);
    }
  };

  const typed = () => {
    strokes += 1;
    later(AFTER_MS);
  };

  const leave = () => {
    if (kept !== strokes && !isLeaving && navigator.sendBeacon(form.dataset.draft, new FormData(form))) kept = strokes;
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => { isLeaving = true; });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
})();

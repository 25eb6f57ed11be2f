// A long form of the desk keeps what is typed as a draft, a moment after the last stroke and when the page is left.
// Without this file the button "Save draft" does the same. What the server answers is said in a quiet line.
(() => {
  "use strict";
  const AFTER_MS = 3000;
  const AGAIN_MS = 15000;
  const LONGEST_MS = 5000; // of one draft on its way
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
  let sending = null; // the draft that is on its way

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };

  const send = async () => {
    const sent = strokes;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(LONGEST_MS) });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      if (answer.status >= 500) throw new Error(String(answer.status));
      line.textContent = told.said || form.dataset.failed;
      kept = Math.max(kept, sent);
    } catch {
      line.textContent = form.dataset.failed;
      later(AGAIN_MS);
    }
  };

  // One at a time: an older draft never overtakes a newer one.
  const keep = () => {
    if (kept === strokes || isLeaving) return;
    if (sending) later(AFTER_MS);
    else sending = send().finally(() => { sending = null; });
  };

  // What a button does comes after the draft on its way, which would be offered as unsaved work if it came later.
  const submit = (event) => {
    if (sending) {
      event.preventDefault();
      if (!isLeaving) sending.then(() => form.requestSubmit(event.submitter));
    }
    isLeaving = true;
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
  form.addEventListener("submit", submit);
  window.addEventListener("pageshow", () => { isLeaving = false; });
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
})();

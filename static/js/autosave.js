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
  let isNew = false; // something was typed that no draft has yet
  let isLeaving = false; // a button was pressed: what it does comes next

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };

  const keep = async () => {
    if (!isNew || isLeaving) return;
    isNew = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      line.textContent = told.said || form.dataset.failed;
      if (!answer.ok && answer.status >= 500) throw new Error(String(answer.status));
    } catch {
      line.textContent = form.dataset.failed;
      isNew = true;
      later(AGAIN_MS);
    }
  };

  const typed = () => {
    isNew = true;
    later(AFTER_MS);
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => { isLeaving = true; });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !isNew || isLeaving) return;
    if (navigator.sendBeacon(form.dataset.draft, new FormData(form))) isNew = false;
  });
})();

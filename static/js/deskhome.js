// The desk's first page looks again every half minute while somebody can see it. Of its parts (data-mark) only those
// come anew that differ, and the reader's place stays: focus, opened details, what is scrolled sideways. A part waits
// for the next look while the focus is on something that is gone from it, or while words of it are marked.
"use strict";

(() => {
  const EVERY = 30_000; // ms
  const QUIET = 120_000; // ms between two announcements
  const STOPS = "a[href], button, summary, [tabindex]";
  const now = document.getElementById("now");
  const hold = now.querySelector("[data-hold]");
  const told = now.querySelector("[data-told]");
  const changed = new Set(); // headings that were not announced yet
  let looked = Date.now();
  let said = 0;

  const nameOf = (stop) => stop.getAttribute("href") || stop.getAttribute("aria-label") || stop.textContent;
  const isHeld = () => hold.getAttribute("aria-pressed") === "true";

  const say = () => {
    if (!changed.size || Date.now() - said < QUIET) return;
    said = Date.now();
    const names = new Intl.ListFormat(document.documentElement.lang).format(changed);
    told.textContent = told.dataset.words.replace("{names}", () => names);
    changed.clear();
  };

  const look = () => {
    say();
    if (document.visibilityState !== "visible" || isHeld() || Date.now() - looked < EVERY) return;
    looked = Date.now();
    now.dispatchEvent(new Event("look"));
  };

  const keepPlace = (event) => {
    const { target: old, fragment } = event.detail;
    const fresh = fragment.firstElementChild;
    const at = old.contains(document.activeElement) ? document.activeElement : null;
    const again = at && [...fresh.querySelectorAll(STOPS)].find((stop) => nameOf(stop) === nameOf(at));
    const marked = getSelection();
    if ((at && !again) || (!marked.isCollapsed && old.contains(marked.anchorNode))) {
      event.detail.shouldSwap = false;
      return;
    }
    const opened = [...old.querySelectorAll("details")].map((one) => one.open);
    const scrolled = [...old.querySelectorAll(".tw")].map((one) => one.scrollLeft);
    fresh.querySelectorAll("details").forEach((one, n) => (one.open = Boolean(opened[n])));
    queueMicrotask(() => {
      fresh.querySelectorAll(".tw").forEach((one, n) => (one.scrollLeft = scrolled[n] ?? one.scrollLeft));
      again?.focus({ preventScroll: true });
    }); // when htmx has put it in
    if ("said" in fresh.dataset && fresh.firstElementChild) changed.add(fresh.querySelector("h2").textContent);
  };

  now.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.headers["Desk-Seen"] = [...now.querySelectorAll("[data-mark]")].map((one) => one.dataset.mark).join(" ");
  });
  now.addEventListener("htmx:oobBeforeSwap", keepPlace);
  hold.addEventListener("click", () => hold.setAttribute("aria-pressed", String(!isHeld())));
  hold.hidden = false;
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();

// The desk's first page looks again every half minute, as long as somebody can see it and nobody is at work in it.
"use strict";

(() => {
  const EVERY = 30_000; // ms
  let last = Date.now();

  const look = () => {
    const now = document.getElementById("now");
    if (document.visibilityState !== "visible" || Date.now() - last < EVERY || now.contains(document.activeElement)) return;
    last = Date.now();
    now.dispatchEvent(new Event("look"));
  };

  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();

// The page to sign in and the one after it: copies of weeks and of doors that another account left on this phone go
// before anybody can open them, and all of them while nobody is signed in, since the one who comes next may be led to a
// week at once. What somebody has not sent yet stays, unread, until they sign in again.
(() => {
  "use strict";
  const { account } = document.currentScript.dataset;
  const mine = [`hours-${account}`, `door-${account}`];
  const kept = (name) => /^(hours|door)-/.test(name) && !mine.includes(name);
  const drop = (names) => names.filter(kept).map((name) => caches.delete(name));
  try {
    if (JSON.parse(localStorage.getItem("door"))?.account !== account) localStorage.removeItem("door");
  } catch {
    // a browser that keeps nothing
  }
  if (window.caches) caches.keys().then((names) => Promise.all(drop(names))).catch(() => {});
})();

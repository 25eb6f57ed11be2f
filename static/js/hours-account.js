// The page to sign in and the one after it: copies of weeks that another account left on this phone go before anybody
// can open them, and all of them while nobody is signed in, since the one who comes next may be led to a week at once.
// What somebody has not sent yet stays, unread, until they sign in again.
(() => {
  "use strict";
  const mine = `hours-${document.currentScript.dataset.account}`;
  const drop = (names) => names.filter((name) => name.startsWith("hours-") && name !== mine).map((name) => caches.delete(name));
  if (window.caches) caches.keys().then((names) => Promise.all(drop(names))).catch(() => {});
})();

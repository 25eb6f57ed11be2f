// The page after signing in: copies of weeks that another account left on this phone go before anybody can open them.
// What somebody has not sent yet stays, unread, until they sign in again.
(() => {
  "use strict";
  const mine = `hours-${document.currentScript.dataset.account}`;
  const drop = (names) => names.filter((name) => name.startsWith("hours-") && name !== mine).map((name) => caches.delete(name));
  if (window.caches) caches.keys().then((names) => Promise.all(drop(names))).catch(() => {});
})();

// The service worker of a coordinator's own weeks and of the door of an event. ilp_portal/views/offline.py serves it at
// /sw.js with PLACES in front: {address of the hours, or of a language: address of the page for "no connection"}; and
// with CODES, what the address of a code begins with. It is registered once for the hours, and for a door: for its page, and for the codes that a camera opens.
// So no public page, no sign-in and no admin page ever passes here; and of these pages only what is read, never a POST.
//
// Kept are whole pages of one account, the one seen last, and the static files they name: six weeks, one door. A copy is
// for the time without a connection: it is shown when the network fails or is slow, it ends after fourteen days, or when
// the page says so (data-until: a day after the event), and it is wiped when the server no longer lets the person in.
// Signing out wipes everything (Clear-Site-Data).
"use strict";

const FILES = "files";
const KINDS = ["hours-", "door-"]; // and the key of the account: names of caches
const PATIENCE_MS = 3000;
const KEPT_MS = 14 * 24 * 3600 * 1000; // as long as a session lasts at most
const MOST_PAGES = { "hours-": 6, "door-": 1 };
const AWAY = [502, 503, 504]; // the portal behind the proxy does not answer
const HOME = new URL(self.registration.scope).pathname;
const SORRY = PLACES[Object.keys(PLACES).filter((place) => HOME.startsWith(place)).sort().at(-1)];
const IS_HOURS = HOME in PLACES;
const KIND = IS_HOURS ? "hours-" : "door-";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepSorry());
});
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), kept()])));

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || request.headers.has("HX-Request")) return;
  const read = request.mode === "navigate";
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (isKept(url.pathname) && (read || request.headers.has("X-Keep"))) event.respondWith(page(event, url));
  else if (read && url.pathname.startsWith(HOME)) event.respondWith(fetch(request).catch(() => instead(request, url)));
});

function isKept(path) {
  if (!IS_HOURS) return path === HOME && HOME !== CODES;
  const day = path.startsWith(HOME) && /^(\d{4}-\d\d-\d\d)\/$/.exec(path.slice(HOME.length));
  return Boolean(day) && new Date(day[1] + "T12:00:00Z").getUTCDay() === 1;
}

// Network first; the copy when it fails, or is slower than a person waits. What comes late is kept for the next time.
async function page(event, url) {
  const copy = await copyOf(url.pathname);
  const asked = fetch(event.request).then((response) => {
    if (AWAY.includes(response.status)) throw new Error("away");
    event.waitUntil(keep(url, response.clone()));
    return response;
  });
  const late = new Promise((_, reject) => copy && setTimeout(reject, PATIENCE_MS));
  event.waitUntil(asked.catch(() => {}));
  try {
    return await Promise.race([asked, late]);
  } catch {
    return event.request.mode === "navigate" ? copy || sorry() : Response.error();
  }
}

// Without a connection the hours lead to the newest copy, and the page of an entry to its week, where it is corrected;
// a code leads to the door that is kept, which knows the person by it.
async function instead(request, url) {
  if (!IS_HOURS) {
    const [door] = HOME === CODES ? await kept() : [];
    return door ? Response.redirect(`${door.path}#code=${url.pathname.slice(HOME.length).replace("/", "")}`) : sorry();
  }
  const weeks = (await kept()).map((one) => one.path).filter((path) => path.startsWith(HOME)).sort();
  const from = request.referrer && new URL(request.referrer).pathname;
  const there = weeks.includes(from) ? from : weeks.at(-1);
  const entry = /\/(\d+)\/([^/]+\/)?$/.exec(url.pathname);
  if (there && url.pathname === HOME) return Response.redirect(there);
  if (there && entry) return Response.redirect(there + "#edit-" + entry[1]);
  return sorry();
}

async function keep(url, response) {
  if (response.type === "opaqueredirect" || response.redirected) return forget(); // signed out
  const text = response.ok ? await response.text() : "";
  const account = /data-account="([0-9a-f]+)"/.exec(text);
  if (!account) return response.status < 500 ? forget(url.pathname) : undefined;
  await forgetOthers(account[1]);
  if (url.search) return; // with words about what was just done
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("X-Kept-At", new Date().toISOString());
  const until = Date.parse(/data-until="([^"]+)"/.exec(text)?.[1]) - Date.parse(headers.get("Date")); // by the server's clock
  headers.set("X-Kept-Until", new Date(Date.now() + Math.min(until || KEPT_MS, KEPT_MS)).toISOString());
  await keepFiles(text); // first: a page that is kept is whole
  const cache = await caches.open(KIND + account[1]);
  await cache.put(url.pathname, new Response(text, { headers }));
  const pages = (await kept()).sort((a, b) => (a.at < b.at ? 1 : -1));
  for (const old of pages.slice(MOST_PAGES[KIND])) await cache.delete(old.path);
  await forgetFiles();
}

// Those of this worker's kind, or of all. What is past its time goes, of whatever kind, whenever any worker looks.
async function kept(kinds = [KIND]) {
  const found = [];
  for (const name of await pageCaches()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const at = response.headers.get("X-Kept-At");
      const until = Date.parse(response.headers.get("X-Kept-Until")) || Date.parse(at) + KEPT_MS;
      if (Date.now() > until) await cache.delete(request);
      else if (kinds.some((kind) => name.startsWith(kind))) found.push({ path: new URL(request.url).pathname, at, response });
    }
  }
  return found;
}

async function pageCaches() {
  return (await caches.keys()).filter((name) => KINDS.some((kind) => name.startsWith(kind)));
}

// The copy says of itself that it is one, and of when.
async function copyOf(path) {
  const one = (await kept()).find((page) => page.path === path);
  if (!one) return undefined;
  const text = (await one.response.text()).replace("<html ", `<html data-copy="${one.at}" `);
  return new Response(text, { headers: one.response.headers });
}

async function forget(path) {
  for (const name of await pageCaches()) await (path ? (await caches.open(name)).delete(path) : caches.delete(name));
}

async function forgetOthers(account) {
  const mine = KINDS.map((kind) => kind + account);
  for (const name of await pageCaches()) if (!mine.includes(name)) await caches.delete(name);
}

// Names with a hash never change; without one, as on a developer's machine, the network goes first.
async function file(request) {
  const copy = await caches.match(request.url, { ignoreVary: true });
  if (copy && /\.[0-9a-f]{12}\./.test(request.url)) return copy;
  return fetch(request).catch(() => copy || Response.error());
}

function filesOf(text) {
  return new Set([...text.matchAll(/["'(](\/static\/[^"')\s]+)/g)].map((found) => found[1]));
}

async function keepFiles(text) {
  const cache = await caches.open(FILES);
  for (const path of filesOf(text)) {
    if (/\.[0-9a-f]{12}\./.test(path) && (await cache.match(path))) continue;
    const response = await fetch(path);
    if (response.ok) await cache.put(path, response);
  }
}

async function forgetFiles() {
  const cache = await caches.open(FILES);
  const pages = (await kept(KINDS)).map((one) => one.response);
  for (const path of Object.values(PLACES)) pages.push(await cache.match(path));
  const needed = new Set(Object.values(PLACES));
  for (const page of pages) if (page) for (const path of filesOf(await page.text())) needed.add(path);
  for (const request of await cache.keys()) if (!needed.has(new URL(request.url).pathname)) await cache.delete(request);
}

async function keepSorry() {
  const response = await fetch(SORRY, { credentials: "omit", cache: "no-cache" });
  if (!response.ok) throw new Error("no page for the time without a connection");
  const copy = response.clone();
  await keepFiles(await response.text());
  await (await caches.open(FILES)).put(SORRY, copy);
}

async function sorry() {
  return (await caches.match(SORRY)) || Response.error();
}

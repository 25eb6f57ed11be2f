// The list at the door: every press is kept on this phone first and goes to the server as soon as it answers, so that
// nothing is lost in the rain. What is shown is what the server said last with the presses of this phone on top of it.
// The queue is in queue.js, its words are in queue-words.js, the camera is in door-scan.js. Without script the same forms
// are sent plainly.
(() => {
  "use strict";
  const LOOK_MS = 10000; // between two looks at what another phone pressed
  const RETRY_MS = 20000;
  const BUSY_MS = 1000; // a delivery is under way, here or in another tab
  const CODE = /(?:^|\/)(\d+)\.(\d+)\.([\w-]{20})\/?$/; // event, sign-up, signature; as events/codes.py writes it
  const root = document.querySelector("[data-door]");
  if (!root || !window.indexedDB || !window.Queue || !window.QueueWords) return;

  const { word, part, hour, standing } = window.QueueWords(root);
  const { newKey } = window.Queue;
  const { home, until, sync } = root.dataset;
  const path = window.location.pathname;
  const isList = path === home;
  const says = root.querySelector("[data-kept-says]");
  const kept = document.querySelector("[data-kept-list]");
  const asks = root.querySelector("[data-asked]");
  const tabs = window.BroadcastChannel ? new BroadcastChannel("door-queue") : null;
  const page = () => document.getElementById("door");
  const rows = () => [...document.querySelectorAll("li[data-person]")];
  const rowOf = (person) => document.querySelector(`[data-person="${CSS.escape(String(person))}"]`);
  const nameOf = (person) => rowOf(person)?.querySelector("[data-known]").textContent || word("unlisted");
  let known = null; // what the server said last: {in: {person: hour}, arrived, nameless, expected, version, is_open}
  let timer = 0;
  let turns = 0;

  const queue = new window.Queue({
    store: "door",
    account: root.dataset.account,
    address: sync,
    fields: ["kind", "rsvp", "code", "people", "at"],
    closes: true,
    heard: ({ door }) => {
      if (!door) return;
      known = door;
      remember(JSON.stringify({ sync, account: root.dataset.account, known }));
    },
  });
  // What was heard last, numbers of sign-ups and hours: a copy of the page is older than that.
  const remember = (text) => {
    try {
      localStorage.setItem("door", text);
    } catch {
      // the copy then shows what it has
    }
  };
  const remembered = () => {
    try {
      const last = JSON.parse(localStorage.getItem("door"));
      return last?.sync === sync && last.account === root.dataset.account ? last.known : null;
    } catch {
      return null;
    }
  };
  const say = (text) => {
    if (says.textContent !== text) says.textContent = text;
  };
  const tell = (text) => {
    say(text);
    says.focus();
  };
  const fill = (name, values) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), word(name));

  // What the page says before the server was asked: the same as its answer, so a copy works without it.
  const read = () => ({
    in: Object.fromEntries(rows().filter((row) => row.classList.contains("in")).map((row) => [row.dataset.person, row.querySelector("[data-since]").textContent])),
    told: true, // the hours are whole sentences already
    nameless: Number(page().querySelector("[data-nameless]")?.textContent || 0),
    arrived: Number(page().querySelector("[data-arrived]")?.textContent || 0),
    version: page().dataset.version,
    is_open: true,
  });

  // ── what is shown ──
  const standingNow = (mine) => {
    const inside = new Map(Object.entries(known.in).map(([person, since]) => [person, known.told ? since : fill("since", { when: since })]));
    let { nameless, arrived } = known;
    for (const { kind, person, people, guests, at } of mine) {
      if (kind === "count") nameless = Math.max(0, nameless + people);
      else if (person && kind === "arrived" && !inside.has(String(person))) {
        inside.set(String(person), fill("since", { when: hour(at) }));
        arrived += 1 + (guests || 0);
      } else if (person && kind === "mistake" && inside.delete(String(person))) arrived -= 1 + (guests || 0);
    }
    return { inside, nameless, arrived };
  };
  const showRows = (inside, waiting) => {
    for (const row of rows()) {
      const since = inside.get(row.dataset.person);
      row.classList.toggle("in", Boolean(since));
      row.classList.toggle("unsent", waiting.some((item) => String(item.person) === row.dataset.person));
      const told = row.querySelector("[data-since]");
      told.textContent = since || "";
      told.hidden = !since;
      row.querySelector("[name=arrived]").hidden = Boolean(since);
      row.querySelector("[name=mistake]").hidden = !since;
    }
  };
  const about = (item) => (item.kind === "count" ? fill("count", { number: (item.people > 0 ? "+" : "−") + Math.abs(item.people) }) : fill(item.kind, { name: item.known || word("unlisted") }));
  const discard = (row, item) => {
    const one = row.querySelector("[data-do=discard]");
    one.addEventListener("click", async () => {
      if (!one.dataset.sure) {
        one.dataset.sure = "1";
        one.textContent = word("sure"); // a second press; nothing is thrown away by one
        return;
      }
      await queue.drop(item.key);
      await changed();
      tell(word("dropped"));
    });
  };
  const keptRow = (item) => {
    const row = part("row");
    row.querySelector("[data-what]").textContent = about(item);
    row.querySelector("[data-time]").textContent = hour(item.at);
    const reasons = Object.values(item.errors || {}).flat().join(" ") || word("unclear");
    const state = { waiting: word("waiting"), closed: word("closed") };
    row.querySelector("[data-state]").textContent = state[item.state] || `${word("refused")} ${reasons}`;
    row.classList.toggle("faulty", item.state !== "waiting");
    if (item.state === "waiting") row.querySelector("[data-do=discard]").parentElement.remove(); // undone in the list
    else discard(row, item);
    return Object.assign(row, { item });
  };
  // A row that says the same stays as it is: somebody may be about to press in it.
  const showKept = (mine) => {
    const same = (item) => [...kept.children].find((row) => row.item.key === item.key && row.item.state === item.state);
    const fresh = mine.map((item) => same(item) || keptRow(item));
    for (const row of [...kept.children]) if (!fresh.includes(row)) row.remove();
    fresh.forEach((row, place) => {
      if (kept.children[place] !== row) kept.insertBefore(row, kept.children[place] || null);
    });
  };
  const render = async () => {
    const turn = (turns += 1);
    const all = await queue.all();
    const mine = all.filter((item) => item.account === queue.account);
    if (turn !== turns) return mine; // a later look has more to say
    const waiting = mine.filter((item) => item.state === "waiting");
    showKept(mine);
    document.querySelector("[data-kept]").hidden = !mine.length;
    document.querySelector("[data-others]").hidden = mine.length === all.length;
    queue.count(all.length);
    if (!isList) return mine;
    const { inside, nameless, arrived } = standingNow(waiting.filter((item) => item.address === sync));
    showRows(inside, waiting);
    for (const place of page().querySelectorAll("[data-nameless]")) place.textContent = nameless;
    page().querySelector("[data-arrived]").textContent = Math.max(0, arrived);
    if (known.expected !== undefined) page().querySelector("[data-expected]").textContent = known.expected;
    return mine;
  };
  const changed = async () => {
    tabs?.postMessage("changed");
    return render();
  };

  // ── presses ──
  const press = async (item) => {
    const row = item.person && rowOf(item.person);
    const named = { known: item.person ? nameOf(item.person) : "", guests: Number(row?.dataset.guests || 0) };
    try {
      await queue.add({ key: newKey(), address: sync, ...named, ...item });
    } catch {
      say(word("full"));
      return false;
    }
    navigator.storage?.persist?.();
    await changed();
    say(about({ ...named, ...item }));
    return { sent: send().catch(() => {}) };
  };
  const onSubmit = async (event) => {
    const form = event.target.closest?.("form[data-door-form]");
    const { name, value } = event.submitter || {};
    if (!form || !name) return;
    event.preventDefault();
    if (name === "count") {
      await press({ kind: "count", people: Number(value) });
      return;
    }
    const done = await press({ kind: name, rsvp: Number(value), person: Number(value) });
    if (isList) rowOf(value)?.querySelector(`[name=${name === "arrived" ? "mistake" : "arrived"}]`).focus();
    else if (done) {
      for (const one of form.querySelectorAll("button")) one.hidden = true;
      says.focus();
      await done.sent;
      if (!(await queue.mine()).length) window.location.reload(); // it says what is true now
    }
  };
  document.addEventListener("submit", onSubmit, true);

  // ── sending and hearing ──
  const wake = () => send().catch(() => {});
  const send = async () => {
    window.clearTimeout(timer);
    const waiting = (await queue.mine()).some((item) => item.state === "waiting");
    let state = "later";
    if (navigator.onLine) state = waiting ? (await queue.send()).state : await queue.look();
    if (state !== "busy") {
      const left = await changed();
      const open = left.some((item) => item.state !== "waiting");
      const words = { sent: word(open ? "faulty" : "sent"), later: standing() || word("later"), empty: open ? word("faulty") : "" };
      if (state !== "empty" || !says.textContent || document.documentElement.dataset.copy) say(words[state] ?? word(state));
      root.querySelector("[data-sign-in]").hidden = state !== "signed-out";
      if (state === "sent" || state === "empty") await renew();
    }
    const again = document.visibilityState === "visible" || waiting;
    if (again) timer = window.setTimeout(wake, { later: RETRY_MS, busy: BUSY_MS }[state] || LOOK_MS);
  };

  // The list as it is on the server, where somebody signed up or withdrew meanwhile, or where this is a copy.
  const renew = async () => {
    if (!isList || !known) return;
    if (!known.is_open) {
      say(word("closed"));
      fetch(path, { headers: { "X-Keep": "1" } }).catch(() => {}); // the worker then forgets its copy
      return;
    }
    const isCopy = Boolean(document.documentElement.dataset.copy);
    if (known.version === page().dataset.version && !isCopy) return;
    try {
      const response = await fetch(path, { headers: { "X-Keep": "1" } });
      if (!response.ok || response.redirected) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const focus = document.activeElement?.closest?.("li[data-person]")?.dataset.person;
      const token = fresh.querySelector(".count [name=csrfmiddlewaretoken]").value;
      for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
      page().querySelector(".people").replaceWith(fresh.querySelector(".people"));
      page().dataset.version = fresh.getElementById("door").dataset.version;
      delete document.documentElement.dataset.copy;
      await render();
      seek();
      if (focus) rowOf(focus)?.querySelector("button:not([hidden])")?.focus();
      if (isCopy) say("");
    } catch {
      // the next look comes
    }
  };
  // The copy of the phone follows what was pressed.
  const keepCopy = () => isList && navigator.serviceWorker?.controller && fetch(path, { headers: { "X-Keep": "1" } }).catch(() => {});

  // ── search ──
  const box = document.querySelector("[data-seek] input");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  const seek = () => {
    if (!box) return;
    const sought = plain(box.value);
    let found = 0;
    for (const row of rows()) {
      row.hidden = !row.dataset.sought.includes(sought);
      found += row.hidden ? 0 : 1;
    }
    document.querySelector("[data-none]").hidden = Boolean(found) || !sought;
  };
  box?.addEventListener("input", seek);
  document.querySelector("[data-seek]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = rows().filter((row) => !row.hidden);
    if (first.length === 1) first[0].querySelector("button:not([hidden])").focus();
  });
  for (const one of document.querySelectorAll("[data-plain]")) one.hidden = isList && !window.location.search.includes("q=");

  // ── codes ──
  // What a code means here, as far as this phone knows it: {press} for one that may be checked in, else {says}.
  const understand = (text) => {
    const [code, event, person] = CODE.exec(text.trim()) || [];
    if (!code) return { says: word("foreign") };
    if (event !== root.dataset.event) return { says: word("elsewhere") };
    const row = rowOf(person);
    const item = { kind: "arrived", code: code.replaceAll("/", ""), person: row ? Number(person) : 0 };
    if (row?.classList.contains("in")) return { says: `${nameOf(person)}: ${row.querySelector("[data-since]").textContent}` };
    return { press: item, name: row ? nameOf(person) : word("unlisted") };
  };
  const ask = ({ press: item, name, says: told }) => {
    if (!item) {
      tell(told);
      return;
    }
    asks.querySelector("[data-what]").textContent = fill("asks", { name });
    asks.hidden = false;
    const close = () => { asks.hidden = true; };
    asks.querySelector("[data-do=yes]").onclick = async () => {
      close();
      await press(item);
      says.focus();
    };
    asks.querySelector("[data-do=no]").onclick = close;
    asks.querySelector("[data-do=yes]").focus();
  };
  window.DoorScan?.(root, (text) => {
    const found = understand(text);
    if (found.press) press(found.press);
    else say(found.says);
    return found.press ? fill("arrived", { name: found.name }) : found.says;
  });

  // ── what happens ──
  // Browsers that do not know Clear-Site-Data: nothing unsent, so what is kept here goes before the person does.
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === root.dataset.signOut) window.Queue.wipe().catch(() => {});
  });
  window.addEventListener("online", wake);
  window.addEventListener("offline", () => say(standing()));
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  window.addEventListener("pagehide", () => keepCopy());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  tabs?.addEventListener("message", () => render());
  // Nobody leaves the page with a list of names open for days.
  const left = Date.parse(until) - Date.now();
  if (left > 0 && left < 2 ** 31) window.setTimeout(() => window.location.reload(), left);

  // The page came, so the door is theirs again: what was turned away is sent once more.
  const again = async () => {
    if (document.documentElement.dataset.copy) return;
    for (const item of await queue.mine()) if (item.state === "closed" && item.address === sync) await queue.add(item);
  };
  const begin = async () => {
    await again();
    known = (document.documentElement.dataset.copy && remembered()) || read();
    await render();
    say(standing());
    const asked = /^#code=(.+)$/.exec(window.location.hash);
    if (asked && isList) {
      window.history.replaceState(null, "", path); // a reload does not ask once more
      ask(understand(decodeURIComponent(asked[1])));
    }
    await send();
  };
  begin().catch(() => {}); // a browser that keeps nothing, as some do in private windows: the forms work without

  if (!("serviceWorker" in navigator)) return;
  const scopes = [home, root.dataset.codes];
  const isDoor = (scope) => /\/\d+\/[^/]+\/$/.test(new URL(scope).pathname);
  const register = async () => {
    for (const old of await navigator.serviceWorker.getRegistrations()) {
      if (isDoor(old.scope) && new URL(old.scope).pathname !== home) await old.unregister(); // one door at a time
    }
    for (const scope of scopes) await navigator.serviceWorker.register(root.dataset.worker, { scope, updateViaCache: "none" });
    if (!isList || document.documentElement.dataset.copy) return;
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) keepCopy();
    else navigator.serviceWorker.addEventListener("controllerchange", keepCopy, { once: true });
  };
  register().catch(() => {});
})();

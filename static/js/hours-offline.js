// My week without a connection: what is saved goes to this phone first and to the server once it answers; the page says
// in words where each entry is. Works beside htmx and without it. The queue itself is in queue.js,
// the words are in hours-words.js.
(() => {
  "use strict";
  const RETRY_MS = 30000;
  const AWAY = [403, 502, 503, 504]; // a page that is too old for its token; a portal that does not answer
  const DOUBLE_TAP_MS = 800;
  const PLAIN = ["all", "take"]; // sent as they are while there is a connection
  const FIELDS = ["day", "campaign", "activity", "note"];
  const root = document.querySelector("[data-hours-offline]");
  if (!root || !window.indexedDB || !window.Queue || !window.HoursWords) return;

  const { word, part, dayWords, hours, lines, standing } = window.HoursWords(root);
  const { newKey } = window.Queue;
  const sent = ["op", "entry", "revision", "time", ...FIELDS];
  const queue = new window.Queue({ store: "hours", account: root.dataset.account, address: root.dataset.sync, fields: sent });
  const says = root.querySelector("[data-kept-says]");
  const list = root.querySelector("[data-kept-list]");
  const tabs = window.BroadcastChannel ? new BroadcastChannel("hours-queue") : null;
  const path = window.location.pathname;
  const isWeek = Boolean(document.getElementById("week"));
  const main = () => document.querySelector("#add form[data-hours-form]");
  let correcting = null; // what the form is about to change: {key, op, entry, revision}
  let retrying = 0;
  let keptAt = -Infinity;

  // ── words ──
  const isAway = () => !navigator.onLine || Boolean(document.documentElement.dataset.copy);
  const say = (text) => {
    if (says.textContent !== text) says.textContent = text;
  };
  // Where the button that was pressed is gone, or the form is far below, the sentence is where to look.
  const tell = (text) => {
    say(text);
    says.focus();
  };

  // ── the list ──
  const button = (row, name, act) => {
    const one = row.querySelector(`[data-do="${name}"]`);
    one.addEventListener("click", act);
    return one;
  };
  const discard = (row, item) => {
    const one = button(row, "discard", async () => {
      if (!one.dataset.sure) {
        one.dataset.sure = one.textContent;
        one.textContent = word("sure"); // a second press; nothing is thrown away by one
        return;
      }
      await queue.drop(item.key);
      await changed();
      tell(word("dropped"));
    });
    one.addEventListener("blur", () => {
      if (one.dataset.sure) one.textContent = one.dataset.sure;
      delete one.dataset.sure;
    });
  };
  const waitingRow = (item) => {
    const row = part("row");
    const about = item.op === "add" ? "" : `${word(item.op)}: `;
    row.querySelector("[data-what]").textContent = about + lines(item, dayWords(item.day)).join(". ");
    row.querySelector("[data-time]").textContent = hours(item.time);
    const reasons = Object.values(item.errors || {}).flat().join(" ") || word("unclear");
    const state = { waiting: word("waiting"), refused: `${word("refused")} ${reasons}`, gone: word("gone") };
    row.querySelector("[data-state]").textContent = state[item.state];
    row.classList.toggle("faulty", item.state !== "waiting");
    if (item.op === "delete" || !main()) row.querySelector("[data-do=edit]").remove();
    else button(row, "edit", () => fill(item, item.state === "gone" ? { key: item.key, op: "add", fresh: true } : item));
    discard(row, item);
    return row;
  };
  const conflictRow = (item) => {
    const row = part("conflict");
    const show = (name, texts) => {
      for (const text of texts) row.querySelector(`[data-${name}]`).append(Object.assign(document.createElement("p"), { textContent: text }));
    };
    show("mine", item.op === "delete" ? [word("delete")] : lines(item));
    show("theirs", lines(item.current));
    button(row, "mine", async () => {
      // seen now: what is there is what this replaces; a first entry becomes a correction of the one that arrived
      const op = item.op === "delete" ? "delete" : "change";
      await queue.drop(item.key);
      await queue.put({ ...item, key: newKey(), op, entry: item.current.entry, revision: item.current.revision });
      await changed();
      tell(word("sending"));
      await send();
    });
    button(row, "theirs", async () => {
      await queue.drop(item.key);
      await changed();
      tell(word("theirs"));
    });
    return row;
  };

  const render = async () => {
    const all = await queue.all();
    const mine = all.filter((item) => item.account === queue.account);
    list.replaceChildren(...mine.map((item) => (item.state === "conflict" ? conflictRow(item) : waitingRow(item))));
    root.querySelector("[data-kept]").hidden = !mine.length;
    root.querySelector("[data-others]").hidden = mine.length === all.length;
    for (const row of document.querySelectorAll("[data-entry][data-day]")) {
      row.classList.toggle("outdated", mine.some((item) => String(item.entry) === row.dataset.entry));
    }
    for (const form of document.querySelectorAll("form[data-hours-form='']")) {
      if (form !== main()) form.hidden = mine.some((item) => item.key === form.elements.key?.value); // tapped already
    }
    for (const form of document.querySelectorAll("form[data-hours-form=all]")) {
      const each = form.closest("section").querySelectorAll("form[data-hours-form='']");
      form.hidden = [...each].some((one) => one.hidden); // it names a count and a sum that hold no more
    }
    for (const form of document.querySelectorAll("form[data-hours-form=take]")) {
      form.closest("li").hidden = mine.some((item) => item.key === form.dataset.key);
    }
    queue.count(all.length);
    return mine;
  };
  const changed = async () => {
    tabs?.postMessage("changed");
    return render();
  };

  // ── sending ──
  const send = async () => {
    window.clearTimeout(retrying);
    root.querySelector("[data-sign-in]").hidden = true;
    const waiting = (await queue.mine()).filter((item) => item.state === "waiting");
    if (!waiting.length && !document.documentElement.dataset.copy) return { state: "empty", saved: [] };
    if (!navigator.onLine) return { state: "later", saved: [] };
    if (waiting.length) say(word("sending"));
    const done = await queue.send();
    const left = await changed();
    if (done.state === "busy") return done;
    const open = left.find((item) => ["conflict", "refused", "gone"].includes(item.state));
    const words = { sent: word("sent"), later: standing() || word("later"), empty: standing() };
    say(open && done.state !== "later" ? word(open.state === "conflict" ? "conflict" : "faulty") : words[done.state] ?? word(done.state));
    root.querySelector("[data-sign-in]").hidden = done.state !== "signed-out";
    if (done.state === "later") retrying = window.setTimeout(send, RETRY_MS);
    if (done.state === "sent" || done.state === "empty") await refresh(done.saved.some((one) => one.state !== "refused"));
    return done;
  };

  // The week as it is on the server now, without a form in which somebody is typing.
  const isDirty = (node) => [...(node?.querySelectorAll("input:not([type=hidden]), textarea") || [])].some((input) =>
    input.type === "radio" || input.type === "checkbox" ? input.checked !== input.defaultChecked : input.value !== input.defaultValue);
  const refresh = async (hasNews) => {
    const week = document.getElementById("week");
    if (!week || !(hasNews || document.documentElement.dataset.copy)) return;
    try {
      const response = await fetch(path, { headers: { "X-Keep": "1" } });
      if (!response.ok || response.redirected) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("week");
      const focus = document.activeElement;
      for (const id of ["add", "close"]) {
        const old = document.getElementById(id);
        const token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
        if (!old || !(isDirty(old) || correcting) || !fresh.querySelector(`#${id}`)) continue;
        for (const input of old.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
        fresh.querySelector(`#${id}`).replaceWith(old);
      }
      week.replaceChildren(...fresh.childNodes);
      if (week.contains(focus)) focus.focus();
      window.htmx?.process(week);
      delete document.documentElement.dataset.copy;
      await render();
    } catch {
      // the next chance comes
    }
  };
  const keepCopy = () => isWeek && navigator.serviceWorker?.controller && fetch(path, { headers: { "X-Keep": "1" } }).catch(() => {});

  // ── the forms ──
  const read = (form, submitter) => {
    const data = new FormData(form, submitter);
    const minutes = Number(data.get("quick"));
    const entry = { time: String(data.get("time") || "").trim() || (minutes ? String(minutes / 60) : "") };
    for (const name of FIELDS) entry[name] = String(data.get(name) || "").trim();
    return { ...entry, key: data.get("key") || newKey(), revision: data.get("revision") };
  };
  const itemOf = (form, submitter) => {
    const kind = form.dataset.hoursForm || "add";
    const number = /\/(\d+)\/(?:[^/]+\/)?$/.exec(new URL(form.action, location.href).pathname);
    if (kind === "take") return { ...form.dataset, op: "add" };
    const item = { ...read(form, submitter), op: kind };
    if (form === main() && correcting) {
      const { key, op, entry, revision, fresh } = correcting;
      return { ...item, op, entry, revision, key: fresh ? newKey() : key, replaces: fresh ? key : null };
    }
    return kind === "change" ? { ...item, entry: number[1], key: newKey() } : item;
  };
  const keep = async (form, submitter) => {
    const item = itemOf(form, submitter);
    if (!(item.day && item.campaign && item.time)) {
      if (performance.now() - keptAt > DOUBLE_TAP_MS) say(word("incomplete")); // else the second tap of a double one
      return null;
    }
    try {
      // one that waits for the same entry is replaced: the server has seen neither
      const older = (await queue.mine()).find((one) => item.entry && String(one.entry) === String(item.entry) && one.key !== item.key);
      if (older) await queue.drop(older.key);
      if (item.replaces) await queue.drop(item.replaces);
      const { key, op, entry, revision, day, campaign, time, activity, note } = item;
      await queue.put({ key, at: older?.at, op, entry, revision, day, campaign, time, activity, note });
    } catch {
      if (navigator.onLine) HTMLFormElement.prototype.submit.call(form); // without a place to keep it, the plain way
      else say(word("full"));
      return null;
    }
    keptAt = performance.now();
    navigator.storage?.persist?.();
    if (form === main()) clear(form);
    document.getElementById("week-fault")?.setAttribute("hidden", "");
    await changed();
    tell(word("kept"));
    return item;
  };
  const clear = (form) => {
    stopCorrecting(form);
    for (const input of form.querySelectorAll("[name=time], [name=note]")) input.value = "";
    for (const input of form.querySelectorAll("[name=quick]")) input.checked = false;
    if (form.elements.key) form.elements.key.value = newKey();
  };

  // Fills the form of the page with what waits here or with an entry of the week, to correct it without a connection.
  const fill = (values, target) => {
    const form = main();
    if (!form) return;
    correcting = target;
    form.closest("details")?.setAttribute("open", "");
    addDay(form.elements.day, values.day);
    for (const name of FIELDS) if (form.elements[name]) form.elements[name].value = values[name] || "";
    for (const input of form.querySelectorAll("[name=quick]")) input.checked = false;
    form.elements.time.value = values.time;
    form.querySelector("[data-correcting]")?.remove();
    const bar = part("correcting");
    bar.querySelector("[data-what]").textContent = lines(values).slice(0, 2).join(". ");
    button(bar, "cancel", () => clear(form));
    const remove = button(bar, "delete", async () => {
      await queue.put({ ...values, ...target, op: "delete", key: newKey() });
      clear(form);
      await changed();
      tell(word("kept"));
      await send();
    });
    if (target.op !== "change" || target.state) remove.remove();
    form.prepend(bar);
    form.elements.time.focus();
  };
  const stopCorrecting = (form) => {
    correcting = null;
    form.querySelector("[data-correcting]")?.remove();
  };

  // A copy may be days old: its form gets the days that have begun since, in New York.
  const addDay = (field, iso) => {
    if (field?.tagName !== "SELECT" || [...field.options].some((option) => option.value === iso)) return;
    field.append(new Option(dayWords(iso), iso));
  };
  const addDays = () => {
    const field = main()?.elements.day;
    const last = field?.tagName === "SELECT" && [...field.options].map((option) => option.value).sort().at(-1);
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date());
    if (!last) return;
    const day = new Date(last + "T12:00:00Z");
    for (let n = 0; n < 14 && day.toISOString().slice(0, 10) < today; n += 1) {
      day.setUTCDate(day.getUTCDate() + 1);
      addDay(field, day.toISOString().slice(0, 10));
    }
    if ([...field.options].some((option) => option.value === today)) field.value = today;
  };

  // ── what happens ──
  // The page of one entry leads back to the week; for a fault the server shows the same form again.
  const leave = async (form, item, done) => {
    const result = done.saved.find((one) => one.key === item.key);
    if (!result) return;
    if (result.state === "refused") {
      await queue.drop(item.key);
      await changed();
      HTMLFormElement.prototype.submit.call(form);
    } else {
      window.location.assign(weekOf(item.day) + (result.entry ? `?saved=${result.entry}#saved` : ""));
    }
  };
  const weekOf = (iso) => {
    const day = new Date(iso + "T12:00:00Z");
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
    return `${root.dataset.home}${day.toISOString().slice(0, 10)}/`;
  };
  const onSubmit = async (event) => {
    const form = event.target.closest?.("form[data-hours-form]");
    if (!form) return;
    const special = form === main() && correcting;
    const byHtmx = window.htmx && form.hasAttribute("hx-post");
    if (!special && !isAway() && (byHtmx || PLAIN.includes(form.dataset.hoursForm))) return;
    if (event.submitter?.value === "not") return; // set aside with a connection only
    event.preventDefault();
    event.stopImmediatePropagation();
    const forms = form.dataset.hoursForm === "all" ? form.closest("section").querySelectorAll("form[data-hours-form='']") : [form];
    let item = null;
    for (const one of forms) item = await keep(one, one === form ? event.submitter : null);
    const done = item && (await send());
    if (done && !isWeek) await leave(form, item, done);
  };
  document.addEventListener("submit", onSubmit, true);

  const onFailure = async (event) => {
    const form = event.detail.elt?.closest?.("form[data-hours-form]");
    const status = event.detail.xhr?.status || 0;
    const pressed = event.detail.requestConfig?.triggeringEvent?.submitter;
    if (!form || pressed?.value === "not" || (event.type === "htmx:responseError" && !AWAY.includes(status))) return;
    event.preventDefault(); // sheet.js then says nothing of a fault
    const forms = form.dataset.hoursForm === "all" ? form.closest("section").querySelectorAll("form[data-hours-form='']") : [form];
    for (const one of forms) await keep(one);
    await send();
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, onFailure);
  let copying = 0;
  document.addEventListener("htmx:afterSettle", () => {
    window.clearTimeout(copying);
    copying = window.setTimeout(keepCopy, 2000); // the copy follows what was saved, once for a row of taps
    render();
  });

  // Browsers that do not know Clear-Site-Data: nothing unsent, so what is kept here goes before the person does.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== root.dataset.signOut || (await queue.all()).length) return;
    window.Queue.wipe().catch(() => {});
  });

  const wake = async () => {
    await render();
    say(standing());
    const done = await send();
    if (done.state === "later") say(standing() || word("later"));
  };
  window.addEventListener("online", wake);
  window.addEventListener("offline", () => say(standing()));
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  tabs?.addEventListener("message", render);

  if (isAway()) addDays();
  const asked = /^#edit-(\d+)$/.exec(window.location.hash);
  const row = asked && document.querySelector(`[data-entry="${asked[1]}"][data-day]`);
  const begin = async () => {
    await wake();
    if (!row) return;
    window.history.replaceState(null, "", path); // a reload does not correct it once more
    const { entry, revision, ...values } = row.dataset;
    const waiting = (await queue.mine()).find((item) => String(item.entry) === entry && item.op === "change");
    fill(waiting || values, waiting || { key: newKey(), op: "change", entry, revision });
  };
  begin().catch(() => {}); // a browser that keeps nothing, as some do in private windows: the forms work without

  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.home, updateViaCache: "none" }).then(async () => {
    await navigator.serviceWorker.ready;
    if (isAway() || !isWeek) return;
    const copy = await caches.match(path);
    const here = () => navigator.serviceWorker.controller && (!copy || window.location.search) && keepCopy();
    if (navigator.serviceWorker.controller) here();
    else navigator.serviceWorker.addEventListener("controllerchange", here, { once: true });
  }, () => {});
})();

// What waits on this phone, hours as well as presses at a door: kept in IndexedDB, sent in its order, each with its key,
// so that a resend makes no second row. Knows nothing of the page. One database for each kind, by `store`; an account
// only ever reads its own rows. A cookie named by the store says how many wait: signing out asks first, on any page.
(() => {
  "use strict";
  const BATCH = 50; // operations in one delivery; the server takes a hundred
  const ANSWER_MS = 15000;
  const STORES = { hours: "unsent", door: "unsent_door" }; // and the cookie of each
  const COOKIE_S = 365 * 24 * 3600;
  const REFUSED = [404, 410]; // there is nothing to send to, or it is not for this person
  const DONE = ["saved", "already"];

  const newKey = () => crypto.randomUUID?.() || "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (+digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+digit / 4)))).toString(16));

  const database = (store) =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open(store, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("queue", { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });

  const withRows = async (store, mode, use) => {
    const open = await database(store);
    try {
      return await new Promise((resolve, reject) => {
        const change = open.transaction("queue", mode, mode === "readwrite" ? { durability: "strict" } : {});
        const asked = use(change.objectStore("queue"));
        change.oncomplete = () => resolve(asked && asked.result);
        change.onerror = change.onabort = () => reject(change.error);
      });
    } finally {
      open.close(); // signing out can then delete it at once
    }
  };

  class Queue {
    // `fields` are those that are sent beside the key; `heard` is told of everything that the server answers. `closes`
    // where an address may cease to be: what was for it is then kept as "closed". A row may name its own `address`.
    constructor({ store, account, address, fields, closes = false, heard = () => {} }) {
      Object.assign(this, { store, account, address, fields, closes, heard });
      this.lock = `${store}-queue`;
    }

    rows(mode, use) {
      return withRows(this.store, mode, use);
    }

    alone(work) {
      return navigator.locks ? navigator.locks.request(this.lock, work) : work();
    }

    async all() {
      return (await this.rows("readonly", (rows) => rows.getAll())).sort((a, b) => a.at - b.at);
    }

    async mine() {
      return (await this.all()).filter((item) => item.account === this.account);
    }

    // While a delivery is under way this waits for its end, so that no answer is about an older text. What is written
    // once more keeps its place in the order.
    put(item) {
      return this.alone(async () => {
        const all = await this.all();
        const known = all.find((row) => row.key === item.key);
        const at = item.at || known?.at || Math.max(Date.now(), (all.at(-1)?.at || 0) + 1);
        const row = { ...item, at, account: this.account, state: "waiting", errors: null, current: null };
        await this.rows("readwrite", (rows) => rows.put(row));
      });
    }

    // At once, also during a delivery, which takes it along: for what is never written once more under its key. Each
    // is later than the one before, whatever the phone's clock says: rows of one instant have no order.
    async add(item) {
      const last = (await this.all()).at(-1)?.at || 0;
      this.newest = Math.max(Date.now(), last + 1, (this.newest || 0) + 1);
      const row = { at: this.newest, ...item, account: this.account, state: "waiting", errors: null, current: null };
      await this.rows("readwrite", (rows) => rows.put(row));
    }

    drop(key) {
      return this.alone(() => this.rows("readwrite", (rows) => rows.delete(key)));
    }

    // Gives {state: empty|busy|sent|later|signed-out|other-account, saved: [results]}; in one tab at a time.
    async send() {
      const work = (lock) => (lock === null ? { state: "busy", saved: [] } : this.deliver());
      return navigator.locks ? navigator.locks.request(this.lock, { ifAvailable: true }, work) : work();
    }

    async deliver() {
      const saved = [];
      let size = BATCH;
      for (;;) {
        const all = (await this.mine()).filter((item) => item.state === "waiting");
        const waiting = all.filter((item) => item.address === all[0].address).slice(0, size);
        if (!waiting.length) return { state: saved.length ? "sent" : "empty", saved };
        let answer;
        try {
          answer = await this.ask(waiting, waiting[0].address);
        } catch {
          return { state: "later", saved };
        }
        if (answer.state === "closed") answer = { results: waiting.map(({ key }) => ({ key, state: "closed" })) };
        if (answer.state) return { state: answer.state, saved };
        else if (answer.tooMuch && size > 1) size = 1;
        else for (const item of waiting) saved.push(await this.settle(item, answer));
      }
    }

    // A fresh token first: the page may be days old, and another person may have signed in.
    async ask(items, address = this.address) {
      const hello = await this.fetch(address, {});
      if (hello.type === "opaqueredirect") return { state: "signed-out" };
      if (!hello.ok) return { state: this.closes && REFUSED.includes(hello.status) ? "closed" : "later" };
      const { account, token, ...news } = await hello.json();
      if (account !== this.account) return { state: "other-account" };
      if (!items.length) {
        this.heard(news);
        return { results: [] };
      }
      const operations = items.map((item) => Object.fromEntries(["key", ...this.fields].map((name) => [name, item[name]])));
      const response = await this.fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ account, operations, clock: Date.now() }),
      });
      if (response.type === "opaqueredirect") return { state: "signed-out" };
      if (response.status === 409) return { state: "other-account" };
      if (response.status === 400 || response.status === 413) return { tooMuch: true, results: [] };
      if (!response.ok) return { state: this.closes && REFUSED.includes(response.status) ? "closed" : "later" };
      const answer = await response.json();
      if (address === this.address) this.heard(answer);
      return answer;
    }

    // What is new there, with nothing to send. Gives a state as send() does.
    async look() {
      try {
        return (await this.ask([])).state || "empty";
      } catch {
        return "later";
      }
    }

    fetch(address, options) {
      const signal = AbortSignal.timeout ? AbortSignal.timeout(ANSWER_MS) : undefined;
      return fetch(address, { cache: "no-store", redirect: "manual", signal, ...options });
    }

    async settle(item, answer) {
      const refused = { key: item.key, state: "refused", errors: {} };
      const result = answer.results.find((one) => one.key === item.key) || refused;
      const over = DONE.includes(result.state) || (item.op === "delete" && result.state === "gone");
      const row = { ...item, state: result.state, errors: result.errors || null, current: result.current || null };
      await this.rows("readwrite", (rows) => (over ? rows.delete(item.key) : rows.put(row)));
      return { ...result, op: item.op };
    }

    // The server reads the cookie when somebody signs out, without script too.
    count(number) {
      const ends = number ? COOKIE_S : 0;
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `${STORES[this.store]}=${number}; path=/; max-age=${ends}; SameSite=Lax${secure}`;
    }

    // For browsers that do not know Clear-Site-Data, when somebody signs out: all that is kept here goes before the
    // person does, unless something waits; then the server asks first.
    static async wipe() {
      if (Object.values(STORES).some((name) => new RegExp(`(^|; )${name}=[1-9]`).test(document.cookie))) return;
      localStorage.removeItem("door");
      for (const name of await caches.keys()) await caches.delete(name);
      await Promise.all(Object.keys(STORES).map((store) => new Promise((resolve) => {
        const asked = indexedDB.deleteDatabase(store);
        asked.onsuccess = asked.onerror = asked.onblocked = resolve;
      })));
    }
  }

  window.Queue = Object.assign(Queue, { newKey });
})();

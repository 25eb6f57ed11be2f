// Hours that wait on this phone: kept in IndexedDB, sent in their order, each with its key, so that a resend makes no
// second row. Knows nothing of the page. One database for the browser; an account only ever reads its own rows.
(() => {
  "use strict";
  const BATCH = 50; // operations in one delivery; the server takes a hundred
  const ANSWER_MS = 15000;
  const LOCK = "hours-queue";
  const DONE = ["saved", "already"];

  const database = () =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open("hours", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("queue", { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });

  const withRows = async (mode, use) => {
    const open = await database();
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

  const alone = (work) => (navigator.locks ? navigator.locks.request(LOCK, work) : work());

  class Queue {
    constructor(account, address) {
      this.account = account;
      this.address = address;
    }

    async all() {
      return (await withRows("readonly", (rows) => rows.getAll())).sort((a, b) => a.at - b.at);
    }

    async mine() {
      return (await this.all()).filter((item) => item.account === this.account);
    }

    // While a delivery is under way this waits for its end, so that no answer is about an older text. What is written
    // once more keeps its place in the order.
    put(item) {
      return alone(async () => {
        const all = await this.all();
        const known = all.find((row) => row.key === item.key);
        const at = item.at || known?.at || Math.max(Date.now(), (all.at(-1)?.at || 0) + 1);
        const row = { ...item, at, account: this.account, state: "waiting", errors: null, current: null };
        await withRows("readwrite", (rows) => rows.put(row));
      });
    }

    drop(key) {
      return alone(() => withRows("readwrite", (rows) => rows.delete(key)));
    }

    // Gives {state: empty|busy|sent|later|signed-out|other-account, saved: [results]}; in one tab at a time.
    async send() {
      const work = (lock) => (lock === null ? { state: "busy", saved: [] } : this.deliver());
      return navigator.locks ? navigator.locks.request(LOCK, { ifAvailable: true }, work) : work();
    }

    async deliver() {
      const saved = [];
      let size = BATCH;
      for (;;) {
        const waiting = (await this.mine()).filter((item) => item.state === "waiting").slice(0, size);
        if (!waiting.length) return { state: saved.length ? "sent" : "empty", saved };
        let answer;
        try {
          answer = await this.ask(waiting);
        } catch {
          return { state: "later", saved };
        }
        if (answer.state) return { state: answer.state, saved };
        if (answer.tooMuch && size > 1) size = 1;
        else for (const item of waiting) saved.push(await this.settle(item, answer));
      }
    }

    // A fresh token first: the page may be days old, and another person may have signed in.
    async ask(items) {
      const hello = await this.fetch({});
      if (hello.type === "opaqueredirect") return { state: "signed-out" };
      if (!hello.ok) return { state: "later" };
      const { account, token } = await hello.json();
      if (account !== this.account) return { state: "other-account" };
      const operations = items.map(({ key, op, entry, revision, day, campaign, time, activity, note }) => ({
        key, op, entry, revision, day, campaign, time, activity, note,
      }));
      const response = await this.fetch({
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ account, operations }),
      });
      if (response.type === "opaqueredirect") return { state: "signed-out" };
      if (response.status === 409) return { state: "other-account" };
      if (response.status === 400 || response.status === 413) return { tooMuch: true, results: [] };
      if (!response.ok) return { state: "later" };
      return response.json();
    }

    fetch(options) {
      const signal = AbortSignal.timeout ? AbortSignal.timeout(ANSWER_MS) : undefined;
      return fetch(this.address, { cache: "no-store", redirect: "manual", signal, ...options });
    }

    async settle(item, answer) {
      const refused = { key: item.key, state: "refused", errors: {} };
      const result = answer.results.find((one) => one.key === item.key) || refused;
      const over = DONE.includes(result.state) || (item.op === "delete" && result.state === "gone");
      const row = { ...item, state: result.state, errors: result.errors || null, current: result.current || null };
      await withRows("readwrite", (rows) => (over ? rows.delete(item.key) : rows.put(row)));
      return { ...result, op: item.op };
    }
  }

  window.HoursQueue = Queue;
})();

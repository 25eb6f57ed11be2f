// What hours-offline.js says: its words stand in templates of the page, days and hours are written as the pages do.
window.HoursWords = (root) => {
  "use strict";
  const word = (name) => root.querySelector(`template[data-word="${name}"]`)?.content.textContent.trim() || "";
  const part = (name) => root.querySelector(`template[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
  const dayWords = (iso) => {
    const day = new Date(iso + "T12:00:00Z");
    if (Number.isNaN(day.getTime())) return iso;
    const name = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" }).format(day);
    return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${day.getUTCDate()}`;
  };
  // As the pages say it: 1:53 p.m., in Spanish 1:53 p. m.
  const instant = (date) => {
    const { lang } = document.documentElement;
    const words = new Intl.DateTimeFormat(`${lang}-US`, { dateStyle: "medium", timeStyle: "short" }).formatToParts(date);
    const half = (text) => `${text[0].toLowerCase()}.${lang === "es" ? "\u00a0" : ""}m.`;
    return words.map(({ type, value }) => (type === "dayPeriod" ? half(value) : value)).join("");
  };
  const hours = (time) => (/^[\d.,½¼¾]+$/.test(time) ? `${time} h` : time);
  const chosen = (name, value) => root.querySelector(`template[data-${name}="${CSS.escape(value)}"]`)?.content.textContent || "";
  const lines = (entry, head = `${dayWords(entry.day)}, ${hours(entry.time)}`) => [
    head,
    entry.words?.campaign || chosen("campaign", entry.campaign),
    [entry.words?.activity || chosen("activity", entry.activity), entry.note].filter(Boolean).join(": "),
  ].filter(Boolean);

  const standing = () => {
    const since = document.documentElement.dataset.copy;
    const away = navigator.onLine ? word("later") : word("offline");
    if (since) return `${away} ${word("copy").replace("{when}", instant(new Date(since)))}`.replace("..", "."); // "p. m."
    return navigator.onLine ? "" : away;
  };
  return { word, part, dayWords, hours, lines, standing };
};

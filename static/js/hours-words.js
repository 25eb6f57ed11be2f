// What hours-offline.js says beside queue-words.js: days, hours and entries as the pages write them.
window.HoursWords = (root) => {
  "use strict";
  const { word, part, standing } = window.QueueWords(root);
  const dayWords = (iso) => {
    const day = new Date(iso + "T12:00:00Z");
    if (Number.isNaN(day.getTime())) return iso;
    const name = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" }).format(day);
    return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${day.getUTCDate()}`;
  };
  const hours = (time) => (/^[\d.,½¼¾]+$/.test(time) ? `${time} h` : time);
  const chosen = (name, value) => root.querySelector(`template[data-${name}="${CSS.escape(value)}"]`)?.content.textContent || "";
  const lines = (entry, head = `${dayWords(entry.day)}, ${hours(entry.time)}`) => [
    head,
    entry.words?.campaign || chosen("campaign", entry.campaign),
    [entry.words?.activity || chosen("activity", entry.activity), entry.note].filter(Boolean).join(": "),
  ].filter(Boolean);

  return { word, part, dayWords, hours, lines, standing };
};

// What the pages of a queue say: the words stand in templates of the page, instants are written as the pages do.
window.QueueWords = (root) => {
  "use strict";
  const word = (name) => root.querySelector(`template[data-word="${name}"]`)?.content.textContent.trim() || "";
  const part = (name) => root.querySelector(`template[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
  // As the pages say it: 1:53 p.m., in Spanish 1:53 p. m.
  const instant = (date) => {
    const { lang } = document.documentElement;
    const words = new Intl.DateTimeFormat(`${lang}-US`, { dateStyle: "medium", timeStyle: "short" }).formatToParts(date);
    const half = (text) => `${text[0].toLowerCase()}.${lang === "es" ? "\u00a0" : ""}m.`;
    return words.map(({ type, value }) => (type === "dayPeriod" ? half(value) : value)).join("");
  };
  // As the server says it: 1:53 pm, 1:53 p. m.
  const hour = (at) => {
    const { lang } = document.documentElement;
    const words = new Intl.DateTimeFormat("en-US", { timeStyle: "short" }).formatToParts(at);
    const half = (text) => (lang === "es" ? `${text[0].toLowerCase()}. m.` : text.toLowerCase());
    return words.map(({ type, value }) => (type === "dayPeriod" ? half(value) : value.replace("\u202f", " "))).join("");
  };
  const standing = () => {
    const since = document.documentElement.dataset.copy;
    const away = navigator.onLine ? word("later") : word("offline");
    if (since) return `${away} ${word("copy").replace("{when}", instant(new Date(since)))}`.replace("..", "."); // "p. m."
    return navigator.onLine ? "" : away;
  };
  return { word, part, instant, hour, standing };
};

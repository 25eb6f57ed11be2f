/* The admin: both languages of a text in tabs.

   A field of modeltranslation has the class mt-field-<name>-<language>. Without this script both languages stay beside
   each other. The tab with a mistake opens first, else the one that the address asks for, else that of the page's
   language; nothing is remembered. */
"use strict";

(() => {
  const NAMES = { en: "English", es: "Español" };
  const here = document.documentElement.lang.slice(0, 2);
  const SAID = {
    en: { wrong: "with a mistake", empty: "empty" },
    es: { wrong: "con un error", empty: "vacío" },
  }[here] || {};
  const FIELD = /(?:^|\s)mt-field-(\S+)-([a-z]{2})(?:\s|$)/;

  const fieldOf = (panel) => panel.querySelector(".mt");

  function build(row) {
    const panels = [...row.children].filter((panel) => FIELD.test(fieldOf(panel)?.className || ""));
    const names = new Set(panels.map((panel) => FIELD.exec(fieldOf(panel).className)[1]));
    if (panels.length < 2 || names.size > 1 || row.previousElementSibling?.role === "tablist") return;
    const list = document.createElement("div");
    list.className = "lang-tabs";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", panels[0].querySelector("label").textContent.replace(/\s*\[\w+\]:?\s*$|:\s*$/, ""));
    const tabs = panels.map((panel) => tabOf(panel, list));
    const open = (index, focus) =>
      tabs.forEach((tab, n) => {
        tab.setAttribute("aria-selected", String(n === index));
        tab.tabIndex = n === index ? 0 : -1;
        panels[n].hidden = n !== index;
        if (focus && n === index) tab.focus();
      });
    list.addEventListener("click", (event) => {
      const index = tabs.indexOf(event.target.closest("[role=tab]"));
      if (index >= 0) open(index, true);
    });
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(document.activeElement);
      const step = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      open((step + tabs.length) % tabs.length, true);
    });
    row.before(list);
    const wrong = panels.findIndex((panel) => panel.querySelector(".errorlist"));
    const asked = panels.findIndex((panel) => `#${fieldOf(panel).id}` === window.location.hash);
    const own = panels.findIndex((panel) => fieldOf(panel).className.match(FIELD)[2] === here);
    open([wrong, asked, own, 0].find((index) => index >= 0), false);
    if (asked >= 0) fieldOf(panels[asked]).focus(); /* the browser looked for it while it was out of sight */
  }

  function tabOf(panel, list) {
    const field = fieldOf(panel);
    const code = FIELD.exec(field.className)[2];
    const tab = document.createElement("button");
    const note = document.createElement("small");
    const told = () => {
      const word = panel.querySelector(".errorlist") ? SAID.wrong : field.value.trim() ? "" : SAID.empty;
      note.textContent = word ? ` (${word})` : "";
      tab.classList.toggle("wrong", word === SAID.wrong);
    };
    tab.type = "button";
    tab.id = `${field.id}-tab`;
    tab.append(Object.assign(document.createElement("span"), { lang: code, textContent: NAMES[code] || code }), note);
    tab.setAttribute("role", "tab");
    panel.id = `${field.id}-panel`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    field.lang = code;
    field.addEventListener("input", told);
    told();
    list.append(tab);
    return tab;
  }

  const rowsIn = (part) => [...part.querySelectorAll(".form-multiline")].filter((row) => !row.closest(".empty-form"));

  document.addEventListener("DOMContentLoaded", () => rowsIn(document).forEach(build));
  document.addEventListener("formset:added", (event) => rowsIn(event.target).forEach(build));
})();

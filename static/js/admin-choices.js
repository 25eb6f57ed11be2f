/* The admin: search boxes of long lists say what they are asked for. Select2 makes them and tells only their value. */
"use strict";

(() => {
  /* Before Select2 reads it: its sign that clears everything stands in a list where only items may stand. */
  document.querySelectorAll("select.admin-autocomplete[multiple]").forEach((list) => {
    list.dataset.allowClear = "false";
  });

  function nameOne(list) {
    const label = document.querySelector(`label[for="${list.id}"]`);
    const box = list.nextElementSibling;
    if (!label || !box?.classList.contains("select2-container")) return;
    const words = label.textContent.replace(/:\s*$/, "");
    const combo = box.querySelector("[role=combobox]");
    const value = combo.querySelector(".select2-selection__rendered");
    if (list.multiple) {
      combo.setAttribute("aria-label", words);
      combo.querySelector("input").setAttribute("aria-label", words);
    } else {
      label.id ||= `${list.id}-label`;
      combo.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
      value.removeAttribute("role");
      value.removeAttribute("aria-readonly");
    }
    django.jQuery(list).on("select2:open", () => {
      document.querySelector(".select2-container--open .select2-search--dropdown input")?.setAttribute("aria-label", words);
    });
  }

  const name = (part) => part.querySelectorAll("select.admin-autocomplete").forEach(nameOne);
  /* after Select2, which begins at the same moment */
  document.addEventListener("DOMContentLoaded", () => window.setTimeout(() => name(document)));
  document.addEventListener("formset:added", (event) => window.setTimeout(() => name(event.target)));
})();

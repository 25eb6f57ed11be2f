// A button that opens the window for printing, shown only where there is a script; every browser's own menu does it too.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

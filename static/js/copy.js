// Buttons that copy a field's text, shown only where the browser can; the field itself can always be selected by hand.
(() => {
  for (const field of document.querySelectorAll("[data-copy]")) {
    field.addEventListener("focus", () => field.select());
  }
  for (const button of document.querySelectorAll("[data-copies]")) {
    const field = document.getElementById(button.dataset.copies);
    const said = button.textContent;
    const status = document.createElement("span");
    status.className = "vh";
    status.setAttribute("role", "status");
    button.after(status);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.focus();
        field.select();
        if (!document.execCommand("copy")) return; // selected at least: the person presses the keys
      }
      button.textContent = status.textContent = button.dataset.done;
      setTimeout(() => {
        button.textContent = said;
        status.textContent = "";
      }, 3000);
    });
  }
})();

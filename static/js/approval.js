/* Hours to approve: a tick for a week or the page ticks its lines, and the button says how many are ticked.
   Without this file the same ticks do the same; the server reads each as the lines it names. */
const form = document.querySelector("[data-ticks]");
if (form) {
  const all = [...form.querySelectorAll("[data-all]")];
  const lines = [...form.querySelectorAll("[name=seen]:not([data-all])")];
  const of = (box) => {
    const named = new Set(box.value.split(" "));
    return lines.filter((line) => named.has(line.value));
  };
  const show = () => {
    for (const box of all) {
      const ticked = of(box).filter((line) => line.checked).length;
      box.checked = ticked > 0 && ticked === of(box).length;
      box.indeterminate = ticked > 0 && !box.checked;
    }
    const count = lines.filter((line) => line.checked).length;
    for (const place of form.querySelectorAll("[data-count]")) place.textContent = count ? ` (${count})` : "";
  };
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-all]")) for (const line of of(target)) line.checked = target.checked;
    show();
  });
  show();
}

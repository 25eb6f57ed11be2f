// The pages of a group scroll sideways on a phone: bring the open one into sight.
(() => {
  const pages = document.querySelector(".desk-pages");
  const here = pages?.querySelector("[aria-current]");
  if (!here) return;
  const link = here.getBoundingClientRect();
  const row = pages.getBoundingClientRect();
  pages.scrollLeft += link.left - row.left - (row.width - link.width) / 2;
})();

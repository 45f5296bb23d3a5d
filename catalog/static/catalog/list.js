/* The list of products: editing cells, selecting many rows, addresses without empty filters. */
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const isTyping = (element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const table = find("#products");

  /* Filters that say nothing stay out of the address. */
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-trim]")) return;
    const empty = [...event.target.elements].filter((field) => field.name && field.value === "" && !field.disabled);
    empty.forEach((field) => (field.disabled = true));
    setTimeout(() => empty.forEach((field) => (field.disabled = false)));
  });
  /* On this page the slash goes to the search of the list. */
  document.addEventListener("keydown", (event) => {
    const box = find("#filters [name=search]");
    if (event.key !== "/" || !box || isTyping(event.target) || find("dialog[open]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    box.focus();
    box.select();
  }, true);
  if (!table) return;

  /* One cell at a time is a field; what it was comes back when the edit is cancelled. */
  let before = null;
  const edit = (cell) => {
    if (!cell || find("td.cell-edit", table)) return;
    const row = cell.closest("tr");
    before = cell.cloneNode(true);
    window.htmx.ajax("GET", `${table.dataset.cells}${row.dataset.product}/cell/${cell.dataset.edit}/`, { target: cell, swap: "outerHTML" });
  };
  const cancel = () => {
    const cell = find("td.cell-edit", table);
    if (!cell || !before) return;
    cell.replaceWith(before);
    before = null;
  };
  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("[data-edit]");
    if (!cell || event.target.closest("a, input, button, select")) return;
    event.preventDefault();
    edit(cell);
  });
  table.addEventListener("click", (event) => event.target.closest("[data-cell-cancel]") && cancel());
  /* Not before HTMX has taken the form over: Enter in the moment before would leave the page. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const cell = event.detail.elt;
    if (!cell?.closest?.("#products")) return;
    const field = find("[name=value]", cell);
    if (field) {
      field.focus();
      field.select?.();
      return;
    }
    if (!cell.dataset.version) return;
    cell.closest("tr").dataset.version = cell.dataset.version;
    before = null;
    cell.classList.add("is-saved");
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-export]");
    if (!button) return;
    const chosen = all("tbody .select-cell input:checked", table).map((box) => `id=${encodeURIComponent(box.value)}`);
    location.assign(`${button.dataset.export}?${chosen.join("&")}`);
  });

  /* Shift and a click select what lies between. */
  let last = null;
  table.addEventListener("click", (event) => {
    const box = event.target.closest(".select-cell input:not([data-select-all])");
    if (!box) return;
    const boxes = all("tbody .select-cell input", table);
    if (event.shiftKey && last && boxes.includes(last)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    last = box;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return cancel();
    if (isTyping(event.target) || find("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "a") {
      const head = find("[data-select-all]", table);
      if (!head) return;
      event.preventDefault();
      head.checked = true;
      head.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (event.key === "e" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const cell = find("tr.is-cursor [data-edit]", table) ?? find("tbody [data-edit]", table);
      if (!cell) return;
      event.preventDefault();
      edit(cell);
    }
  });
})();

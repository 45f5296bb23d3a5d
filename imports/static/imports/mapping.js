/* Mapping: a column can be dragged onto a field; the drop-down beside it does the same without a mouse. */
(() => {
  "use strict";
  const NAMES = ".map-line .map-from > strong";
  let dragged = null;

  const prepare = () => document.querySelectorAll(NAMES).forEach((name) => {
    const select = name.closest(".map-line").querySelector("select[name$='-target']");
    name.draggable = Boolean(select) && !select.disabled;
  });
  const field = (event) => (dragged && event.target instanceof Element ? event.target.closest("[data-drop-field]") : null);

  document.addEventListener("dragstart", (event) => {
    const name = event.target instanceof Element ? event.target.closest(NAMES) : null;
    if (!name) return;
    dragged = name.closest(".map-line").querySelector("select[name$='-target']");
    event.dataTransfer.effectAllowed = "link";
    event.dataTransfer.setData("text/plain", name.textContent);
  });
  document.addEventListener("dragover", (event) => {
    const target = field(event);
    document.querySelectorAll("[data-drop-field].is-over").forEach((other) => other !== target && other.classList.remove("is-over"));
    if (!target) return;
    event.preventDefault();
    target.classList.add("is-over");
  });
  document.addEventListener("drop", (event) => {
    const target = field(event);
    if (!target) return;
    event.preventDefault();
    dragged.value = target.dataset.dropField;
    dragged.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    document.querySelectorAll("[data-drop-field].is-over").forEach((target) => target.classList.remove("is-over"));
  });
  document.addEventListener("htmx:afterSettle", prepare);
  prepare();
})();

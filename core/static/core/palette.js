/* The search box of the header as a combobox: suggestions while typing, arrows, Enter, Escape, Ctrl or Cmd and K. */
(() => {
  "use strict";
  const WAIT = 120;
  const box = document.querySelector("[data-global-search]");
  const form = box?.closest("form[data-suggestions]");
  if (!form) return;
  const panel = form.querySelector("[data-palette]");
  const says = form.querySelector("[data-palette-status]");
  let asked = null;
  let waiting = 0;
  let shown = null;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "palette-list");
  box.setAttribute("aria-expanded", "false");

  const options = () => [...panel.querySelectorAll("[role=option]")];
  const active = () => panel.querySelector("[role=option][aria-selected=true]");
  const choose = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };
  const open = () => {
    if (shown === null) return;
    panel.hidden = false;
    box.setAttribute("aria-expanded", "true");
  };
  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    panel.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(null);
  };
  const show = (html, text) => {
    panel.innerHTML = html;
    shown = text;
    choose(null);
    open();
    says.textContent = panel.querySelector("[data-palette-says]")?.textContent ?? "";
  };
  const ask = async () => {
    const text = box.value.trim();
    if (text === shown) return open();
    asked?.abort();
    asked = new AbortController();
    try {
      const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: asked.signal, headers: { "HX-Request": "true" } });
      if (answer.ok && !answer.redirected && answer.status !== 204) show(await answer.text(), text);
    } catch (error) {
      if (error.name !== "AbortError") close(); // Enter still searches by the page
    }
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  };
  const step = (by) => {
    const list = options();
    if (!list.length) return;
    const place = list.indexOf(active());
    choose(list[place < 0 && by < 0 ? list.length - 1 : (place + by + list.length) % list.length]);
  };
  const keys = {
    ArrowDown: () => (panel.hidden ? ask() : step(1)),
    ArrowUp: () => step(-1),
    Escape: () => (panel.hidden ? box.blur() : close()),
    Enter: () => active().click(),
    Tab: () => close(),
  };
  box.addEventListener("input", later);
  box.addEventListener("focus", ask);
  box.addEventListener("click", ask);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !active()) return close();
    const act = keys[event.key];
    if (!act) return;
    if (event.key !== "Tab") event.preventDefault();
    act();
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  document.addEventListener("click", (event) => form.contains(event.target) || close());
  form.addEventListener("focusout", (event) => event.relatedTarget && !form.contains(event.relatedTarget) && close());
  window.addEventListener("pageshow", close);
})();

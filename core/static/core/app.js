/* Products Manager: what the pages do better with a script. Everything below improves markup that works without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-script");

  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const text = (name) => find("template[data-texts]")?.dataset[name] ?? "";
  const isTyping = (element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

  /* One listener per kind of event; elements that HTMX brings later need no wiring. */
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const element = event.target instanceof Element ? event.target.closest(selector) : null;
      if (element) act(element, event);
    });

  /* Theme and side bar: the server remembers by cookie, here the page only follows at once. */
  on("submit", "form[data-appearance]", async (form, event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const data = new FormData(form, button);
    const response = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    if (response.type !== "opaqueredirect" && !response.ok) return form.submit();
    const known = { theme: ["light", "dark"], sidebar: ["compact"] }[button.name];
    if (known.includes(button.value)) root.dataset[button.name] = button.value;
    else delete root.dataset[button.name];
    if (button.name === "sidebar") button.value = button.value === "compact" ? "wide" : "compact";
    all("[aria-pressed]", form).forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    button.closest("[popover].menu")?.hidePopover();
  });

  /* Toasts: the server sends `HX-Trigger: {"toast": {"level": "success", "text": "..."}}`. */
  const toast = (message, level = "info") => {
    const shape = find("template[data-toast]");
    if (!shape || !message) return;
    const element = shape.content.firstElementChild.cloneNode(true);
    element.classList.add(`tone-${level === "error" ? "danger" : level}`);
    find("p", element).textContent = message;
    find("[data-toasts]").append(element);
    if (level !== "error" && level !== "danger") setTimeout(() => element.remove(), 7000);
  };
  document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.level));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt.matches('[data-poll="quiet"]')) return;
    if (event.detail.xhr.getResponseHeader("HX-Trigger")) return; // the refusal told its own sentence
    const answer = event.detail.xhr;
    toast(`${text("failed")} ${answer.getResponseHeader("X-Request-ID") ?? answer.status}`, "error");
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!event.detail.elt.matches("[data-poll]")) toast(text("offline"), "error");
  });
  on("click", "[data-dismiss]", (button) => button.closest(button.dataset.dismiss)?.remove());

  /* The tab one is on is in sight, also where the row is longer than the screen. */
  all(".tabs").forEach((row) => {
    const tab = find("[aria-current]", row);
    if (tab) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.clientWidth) / 2;
  });

  /* A picture from elsewhere that does not come leaves the icon behind it. */
  document.addEventListener("error", (event) => event.target.matches?.(".thumb > img") && event.target.remove(), true);

  /* What asks again and again says so, because it is no sign of life of the person; a hidden page does not ask. */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.matches("[data-poll]") && !event.detail.triggeringEvent?.isTrusted) event.detail.headers["X-Background"] = "yes";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-poll]") && document.hidden) event.preventDefault();
  });

  /* The thin bar on top while a fragment loads; polling stays quiet. */
  let running = 0;
  const busy = (step) => (event) => {
    if (event.detail.elt.matches("[data-poll]")) return;
    running = Math.max(0, running + step);
    find("[data-busy]")?.classList.toggle("is-on", running > 0);
  };
  document.addEventListener("htmx:beforeRequest", busy(1));
  document.addEventListener("htmx:afterRequest", busy(-1));

  /* Buttons with command/commandfor, for browsers that do not know them yet. */
  if (!("commandForElement" in HTMLButtonElement.prototype)) {
    on("click", "button[commandfor]", (button) => {
      const target = document.getElementById(button.getAttribute("commandfor"));
      const act = { "show-modal": "showModal", close: "close" }[button.getAttribute("command")];
      target?.[act]?.();
    });
  }
  /* A fragment that was loaded into a dialog opens it. */
  document.addEventListener("htmx:afterSwap", (event) => {
    event.detail.target.closest("dialog:not([open]):has([data-opens-dialog])")?.showModal();
  });
  on("click", ".menu .menu-item", (item) => item.closest("[popover]")?.hidePopover());

  /* A form in which one answer decides which others are asked: those of other answers are out of the way, but never an
     error. */
  const showChosen = (form) => {
    const chosen = form.elements[form.dataset.chooses].value;
    all("[data-only-for]", form).forEach((part) => {
      part.hidden = !part.dataset.onlyFor.split(" ").includes(chosen) && !find(".errorlist", part);
    });
  };
  const showAllChosen = () => all("form[data-chooses]").forEach(showChosen);
  on("change", "form[data-chooses]", showChosen);
  window.addEventListener("pageshow", showAllChosen);
  showAllChosen();

  on("change", "[data-autosubmit]", (control) => control.form?.requestSubmit());

  on("click", "[data-copy]", async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    toast(text("copied"), "success");
  });

  /* A form is sent once, however often its button is pressed. */
  on("submit", "form[method=post]:not([data-upload], [data-appearance])", (form, event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }));

  /* Selection of rows. */
  on("change", "[data-select-all]", (box) => {
    all("td.select-cell input", box.closest("table")).forEach((other) => {
      other.checked = box.checked;
    });
    countSelected(box.closest("table"));
  });
  on("change", "td.select-cell input", (box) => countSelected(box.closest("table")));
  const countSelected = (table) => {
    const boxes = all("td.select-cell input", table);
    const chosen = boxes.filter((box) => box.checked).length;
    const head = find("[data-select-all]", table);
    if (head) {
      head.checked = chosen > 0 && chosen === boxes.length;
      head.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    all(`[data-selected-of="${table.id}"]`).forEach((place) => {
      place.hidden = chosen === 0;
      all("[data-selected-count]", place).forEach((number) => {
        number.textContent = String(chosen);
      });
    });
  };

  /* Drop zone: show what was chosen; the input itself already takes the drop. */
  const readableSize = (bytes) => {
    const unit = bytes < 1e6 ? "kilobyte" : bytes < 1e9 ? "megabyte" : "gigabyte";
    const divisor = { kilobyte: 1e3, megabyte: 1e6, gigabyte: 1e9 }[unit];
    const style = { style: "unit", unit, maximumFractionDigits: bytes < divisor * 10 ? 1 : 0 };
    return new Intl.NumberFormat(root.lang, style).format(bytes / divisor);
  };
  on("change", "[data-dropzone] input[type=file]", (input) => {
    const zone = input.closest("[data-dropzone]");
    const shape = find("template", zone).content.firstElementChild;
    find("[data-files]", zone).replaceChildren(...[...input.files].map((file) => {
      const item = shape.cloneNode(true);
      find(".file-name", item).textContent = file.name;
      find(".file-size", item).textContent = readableSize(file.size);
      return item;
    }));
  });
  for (const [type, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false], ["dragend", false]]) {
    on(type, ".dropzone", (zone) => zone.classList.toggle("is-over", over));
  }

  /* Upload with a visible progress; the answer is shown as the page the plain form would have led to, without asking for
     it a second time: its messages are told only once. */
  let swapped = false;
  const show = (html, url) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!find(".shell", page)) return location.assign(url);
    if (url !== location.href) history.pushState(null, "", url);
    swapped = true;
    document.title = page.title;
    for (const part of ["main", ".crumbs"]) find(part).replaceWith(find(part, page));
    window.htmx?.process(find("main"));
    window.scrollTo(0, 0);
  };
  window.addEventListener("popstate", () => swapped && location.reload());
  on("submit", "form[data-upload]", (form, event) => {
    event.preventDefault();
    const bar = find("[data-upload-progress]", form);
    const request = new XMLHttpRequest();
    const button = event.submitter;
    button?.setAttribute("aria-busy", "true");
    bar.hidden = false;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      find("progress", bar).max = total;
      find("progress", bar).value = loaded;
      find("[data-upload-text]", bar).textContent = `${text("uploading")} ${readableSize(loaded)} / ${readableSize(total)}`;
    });
    request.addEventListener("load", () => show(request.responseText, request.responseURL));
    request.addEventListener("error", () => {
      toast(text("offline"), "error");
      bar.hidden = true;
      button?.removeAttribute("aria-busy");
    });
    request.open("POST", form.action);
    request.send(new FormData(form, button));
  });

  /* Keyboard. */
  const rows = () => all("table[data-rows] tbody tr");
  const move = (step) => {
    const list = rows();
    const next = list[Math.max(0, Math.min(list.length - 1, list.findIndex((row) => row.matches(".is-cursor")) + step))];
    list.forEach((row) => row.classList.toggle("is-cursor", row === next));
    next?.scrollIntoView({ block: "nearest" });
  };
  const keys = {
    "/": () => focusSearch(find(".filter-bar input[type=search]") ?? undefined),
    "?": () => find("#shortcuts")?.showModal(),
    j: () => move(1),
    k: () => move(-1),
    x: () => find("tr.is-cursor .select-cell input")?.click(),
    Enter: () => find("tr.is-cursor .row-link")?.click(),
  };
  const focusSearch = (box = find("[data-global-search]")) => {
    box?.focus();
    box?.select();
  };
  const shortcut = (event) => {
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "k") return () => focusSearch();
      const link = event.key === "d" && find("a[data-shortcut=duplicate]");
      if (link) return () => link.click();
      const form = event.key === "s" && find("form[data-save]");
      return form ? () => form.requestSubmit() : null;
    }
    if (event.altKey || isTyping(event.target) || find("dialog[open]")) return null;
    if (event.key === "Enter" && event.target !== document.body) return null;
    return keys[event.key];
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all(".tip").forEach((tip) => tip.classList.add("is-dismissed"));
    const act = shortcut(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
  for (const type of ["mouseover", "focusin"]) on(type, ".tip.is-dismissed", (tip) => tip.classList.remove("is-dismissed"));
})();

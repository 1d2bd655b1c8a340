// Comfort for the console: keys, suggestions, live progress, copying. Every page works without it, by forms and links.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const announce = (text) => { const place = $("[data-announce]"); if (place && text) place.textContent = text; };

  // Times are told on the reader's clock: the server is told which, once, and asked again where it differs.
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone, shown = document.documentElement.dataset.zone;
  if (own && shown && own !== shown && !document.cookie.includes(`firstline_zone=${own}`)) {
    document.cookie = `firstline_zone=${own}; path=/; max-age=31536000; samesite=lax`;
    const told = (zone) => new Date().toLocaleString("sv", { timeZone: zone });
    let same = false;
    try { same = told(own) === told(shown); } catch { same = true; }
    if (!same && document.cookie.includes("firstline_zone=")) { location.reload(); return; }
  }

  // Single keys work outside fields only, and can be switched off (WCAG 2.1.4).
  const stored = (value) => {
    try { if (value) localStorage.setItem("firstline-keys", value); return localStorage.getItem("firstline-keys"); } catch { return null; }
  };
  const go = (selector) => { const found = $(selector); if (found) { found.focus(); found.click(); } };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select, [contenteditable]");
    if (field || event.ctrlKey || event.metaKey || event.altKey || stored() === "off" || $("dialog[open]")) return;
    if (event.key === "/") { event.preventDefault(); const box = $("#q"); box?.focus(); box?.select(); }
    else if (/^[1-9]$/.test(event.key)) go(`[data-key="${event.key}"]`);
    else if (event.key === "b") go("[data-proof]");
    else if (event.key === "c") go("[data-copy]");
    else if (event.key === "?") $("#keys")?.showModal();
    else if (event.key === "Escape") go("[data-close]");
  });
  const use = $("[data-keys-on]");
  if (use) { use.checked = stored() !== "off"; use.addEventListener("change", () => stored(use.checked ? "on" : "off")); }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) $("#keys").showModal();
    if (event.target.closest("[data-keys-close]")) $("#keys").close();
    if (event.target.closest("[data-print]")) print();
    const copy = event.target.closest("[data-copy]");
    if (copy) copyText(copy);
  });
  const copyText = async (button) => {
    const text = $(button.dataset.copy)?.innerText ?? "";
    try { await navigator.clipboard.writeText(text); } catch { return; }
    const was = button.textContent;
    button.textContent = document.body.dataset.copied;
    announce(document.body.dataset.copied);
    setTimeout(() => { button.textContent = was; }, 2000);
  };

  // Suggestions: a listbox under the field. The typed text does not change until one is chosen.
  const suggest = (field) => {
    const box = $("[data-suggestions]", field.form);
    let chosen = -1, waiting = 0, asked = 0;
    const close = () => { box.hidden = true; box.replaceChildren(); chosen = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
    const options = () => [...box.querySelectorAll("[role=option]")];
    const choose = (at) => {
      const all = options();
      chosen = (at + all.length) % all.length;
      all.forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
      all[chosen].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", all[chosen].id);
    };
    const take = (option) => { field.value = option.dataset.text; close(); field.form.requestSubmit(); };
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", "suggestions");
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const mine = ++asked;
        let text = "";
        try {
          const reply = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(field.value)}`);
          text = reply.ok ? await reply.text() : "";
        } catch { /* no suggestions, then */ }
        if (mine !== asked || document.activeElement !== field) return;
        if (!text.trim()) { close(); return; }
        box.innerHTML = text;
        box.hidden = false;
        chosen = -1;
        field.setAttribute("aria-expanded", "true");
        announce($("[data-say]", box)?.textContent);
      }, 150);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.hidden) { field.blur(); return; }
      if (box.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1)); }
      else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(options()[chosen]); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
    });
    box.addEventListener("pointerdown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) take(option); });
    field.addEventListener("blur", close);
  };

  // Live progress: one place, redrawn by the server; then the answer takes the page over without moving the focus.
  const watch = (place) => {
    const stream = new EventSource(place.dataset.watch);
    let told = 0;
    stream.addEventListener("step", (event) => {
      place.innerHTML = event.data;
      const said = $("[data-said]", place)?.dataset.said;
      if (said && Date.now() - told > 4000) { told = Date.now(); announce(said); }
    });
    stream.addEventListener("lost", (event) => { stream.close(); place.innerHTML = event.data; announce(place.innerText); });
    stream.addEventListener("answer", async (event) => {
      stream.close();
      const typed = $("#q")?.value, before = document.activeElement === $("#q");
      let page;
      try { page = await pageNow(); } catch { location.reload(); return; }
      document.title = page.title;
      $("main").replaceWith(page.querySelector("main"));
      ready($("main"));
      if (before) { const field = $("#q"); field.value = typed; field.focus(); }
      announce(event.data);
    });
  };

  // The ticket of a fresh answer is often made a moment later; its number then takes the place of the button.
  const awaitTicket = (place, after = 2000) => setTimeout(async () => {
    if (!place.isConnected || after > 20000) return;
    let made = null;
    try { made = $("#ticket", await pageNow()); } catch { /* asked again below */ }
    if (!made || made.hasAttribute("data-await-ticket")) { awaitTicket(place, after * 2); return; }
    place.replaceWith(made);
    ready(made);
    announce($(".ticket small", made)?.textContent);
  }, after);
  const pageNow = async () => new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");

  // What is still running reads itself anew; without a script the page does so by itself.
  const refresh = (place) => setTimeout(async () => {
    if (!place.isConnected) return;
    if (place.contains(document.activeElement) && document.activeElement.value) { refresh(place); return; } // somebody writes
    try { const page = await pageNow(); $("main").replaceWith(page.querySelector("main")); ready($("main")); } catch { refresh(place); }
  }, Number(place.dataset.refresh) * 1000);

  const ready = (root) => {
    root.querySelectorAll("[data-refresh]").forEach(refresh);
    root.querySelectorAll("[data-suggest]").forEach(suggest);
    root.querySelectorAll("[data-watch]").forEach(watch);
    root.querySelectorAll("[data-await-ticket]").forEach((one) => awaitTicket(one));
    root.querySelectorAll("[data-keys], [data-print]").forEach((one) => { one.hidden = false; });
    // browsers give a clipboard to pages over https and on the machine itself only
    if (navigator.clipboard) root.querySelectorAll("[data-copy]").forEach((one) => { one.hidden = false; });
  };
  // A form that is sent twice by an impatient hand is one question for the server too, but need not travel twice.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
    setTimeout(() => { delete event.target.dataset.sent; }, 3000);
  });
  ready(document);
})();

/* queue.js: a small change that met no network waits in this browser, and is sent once when it is back.

   <form method="post" data-queue="READER" data-queue-fields="topic outcomes key"> may wait: READER is the
   opaque mark of who is signed in (plc/waiting.py), and of the form only the named fields are kept: picks
   and keys, never a name or words somebody typed. Those stay in this page, and are sent with the rest if it
   is still open. The form carries a form key, so that what arrives twice counts once. A button that needs
   less than its form has data-queue-fields of its own.

   What waits is gone when it is sent, at sign-out, and when somebody else signs in on this device.
   Events: "plc:queued" on the form, "plc:sent" on document. [data-queue-state] shows how many wait, and
   that what this page sent is saved; before either its tag is hidden. */
(() => {
  "use strict";
  const SHELF = "plc-queue";
  const AGAIN = 8000; // milliseconds until the next try; the browser's "online" comes first, where it tells
  const whole = new Map(); // id -> all that was typed: in this page alone
  const then = new Map(); // id -> where this page goes after it
  const words = document.getElementById("trouble").dataset;
  let signedOut = false;
  let sending = null;
  let saved = false; // something that this page sent

  const read = () => {
    try { return JSON.parse(localStorage.getItem(SHELF)) || { entries: [] }; }
    catch { return { entries: [] }; }
  };
  const write = (shelf) => {
    if (shelf.entries.length) localStorage.setItem(SHELF, JSON.stringify(shelf));
    else localStorage.removeItem(SHELF);
    show(shelf);
  };
  const forget = () => { whole.clear(); write({ entries: [] }); };
  const drop = (id) => {
    whole.delete(id);
    const shelf = read();
    write({ ...shelf, entries: shelf.entries.filter((entry) => entry.id !== id) });
  };

  // -- saying ---------------------------------------------------------------------------------------
  const show = ({ entries }) => {
    for (const place of document.querySelectorAll("[data-queue-state]")) {
      const state = !entries.length ? "saved" : signedOut ? "signIn" : whole.size ? "words" : "waiting";
      place.textContent = place.dataset[state].replace("%n", entries.length);
      const tag = place.closest(".tag");
      tag.classList.toggle("soon", state !== "saved");
      tag.classList.toggle("info", state === "saved");
      tag.hidden = state === "saved" && !saved;
    }
  };
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    saved ||= ctx.request.method !== "GET" && ctx.response?.status < 400;
    show(read());
  });
  document.addEventListener("htmx:after:swap", () => show(read()));
  const tell = (text) => {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.textContent = text;
    document.getElementById("trouble").replaceChildren(toast);
  };

  // -- waiting ----------------------------------------------------------------------------------------
  /* plc.js asks before it would try again by itself: whoever prevents that has taken the change over. */
  document.addEventListener("plc:unsent", (event) => {
    const button = event.detail.submitter || event.target.closest("button");
    const form = event.target.closest("form[data-queue]");
    if (!form) return;
    const shelf = read();
    if (shelf.reader !== form.dataset.queue) Object.assign(shelf, { reader: form.dataset.queue, entries: [] });
    const all = new FormData(form);
    all.delete("csrfmiddlewaretoken");
    if (button?.name) all.set(button.name, button.value);
    const few = button?.dataset.queueFields;
    const kept = [...(few || form.dataset.queueFields).split(" "), button?.name];
    const entry = {
      id: all.get("key"),
      url: button?.getAttribute("formaction") || form.getAttribute("action"),
      fields: [...all].filter(([name]) => kept.includes(name)),
      at: Date.now(),
    };
    try { write({ ...shelf, entries: [...shelf.entries.filter(({ id }) => id !== entry.id), entry] }); }
    catch { return; } // no storage: the page tries again by itself
    if (!few && [...form.querySelectorAll("textarea, input:not(.opt):not([type=hidden])")].some(({ value }) => value)) whole.set(entry.id, all);
    if (form.dataset.queueThen) then.set(entry.id, form.dataset.queueThen);
    show(read());
    document.getElementById("live").textContent = document.querySelector("[data-queue-state]")?.textContent || "";
    event.preventDefault();
    form.dispatchEvent(new CustomEvent("plc:queued", { bubbles: true, detail: { button } }));
  });
  window.addEventListener("beforeunload", (event) => { if (whole.size) event.preventDefault(); });

  // -- sending -------------------------------------------------------------------------------------------
  /* Who is signed in now, and a token of hers: the page's own may be out of date. null: nobody. */
  const pass = async () => {
    const answer = await fetch(words.queuePass, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.status >= 500) throw new Error("not now");
    return answer.ok ? answer.json() : null;
  };
  const post = (entry, token) => {
    const body = new FormData();
    for (const [name, value] of whole.get(entry.id) || entry.fields) body.append(name, value);
    body.append("ago", Math.max(0, Math.round((Date.now() - entry.at) / 1000)));
    return fetch(entry.url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token, "HX-Request": "true", "HX-Target": "queue" },
      signal: AbortSignal.timeout?.(15000),
    });
  };
  const sendAll = async () => {
    const { reader } = read();
    const who = await pass();
    signedOut = !who;
    if (!who) return show(read());
    if (who.reader !== reader) return forget(); // somebody else's device by now
    let sent = 0, next = "";
    for (const entry of read().entries) {
      const answer = await post(entry, who.token);
      if (answer.status >= 500 || [401, 429].includes(answer.status)) break;
      saved ||= answer.ok;
      drop(entry.id);
      if (answer.ok) { sent += 1; next = then.get(entry.id) || next; }
      else tell(words.lost);
    }
    if (next && !read().entries.length) location.assign(next);
    if (sent) document.dispatchEvent(new CustomEvent("plc:sent", { detail: { sent } }));
  };
  const send = () => {
    if (!read().entries.length) return Promise.resolve();
    sending ||= sendAll().catch(() => {}).finally(() => { sending = null; });
    return sending;
  };
  setInterval(send, AGAIN);
  window.addEventListener("online", send);
  window.addEventListener("storage", ({ key }) => { if (key === SHELF) show(read()); });

  // -- signing out ---------------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-sign-out]") || !read().entries.length || !navigator.onLine) return;
    event.preventDefault();
    send().then(() => { forget(); form.submit(); });
  });

  show(read());
  send();
})();

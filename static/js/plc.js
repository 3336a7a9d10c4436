/* plc.js: the behaviours of every page, each keyed on a data-* attribute (docs/design-system.md lists
   them). No build, no eval, nothing inline. Pages work without it; this makes them quicker and kinder.
   Listeners sit on document, so what htmx swaps in needs no set-up. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target.closest?.(selector);
      if (found) act(event, found);
    });
  const root = document.documentElement;
  root.classList.add("has-js");

  // -- saying ---------------------------------------------------------------------------------------
  const announce = (text) => { $("#live").textContent = text; };

  /* A note that something went wrong: the server's own words, or the data-* words of #trouble. */
  const trouble = (kind, words = $("#trouble").dataset[kind]) => {
    const place = $("#trouble");
    place.replaceChildren();
    if (!kind) return;
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.textContent = words;
    place.append(toast);
    if (kind !== "offline") setTimeout(() => toast.remove(), 10000);
  };

  // -- focus after a swap -----------------------------------------------------------------------------
  /* 422: the error summary, else [data-focus-now]. Else [data-focus], if the focused control went away. */
  let focusedId = "";
  document.addEventListener("htmx:before:swap", () => {
    const focused = document.activeElement; // in a menu, what opens it again
    focusedId = focused?.closest("details.menu")?.querySelector("summary").id || focused?.id || "";
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    toastsLeave();
    const region = ctx.target?.isConnected ? ctx.target : document.getElementById(ctx.target?.id);
    const now = (ctx.response?.status === 422 && $("#form-errors")) || (region && $("[data-focus-now]", region));
    if (now) now.focus();
    else if (document.activeElement === document.body) {
      (focusedId && document.getElementById(focusedId) || region && $("[data-focus]", region))?.focus();
    }
  });

  // -- the network fails, or the server refuses -----------------------------------------------------------
  /* A change that did not arrive is sent again: when the browser says it is online, or in 8 seconds.
     The page keeps what was typed, and every form carries a key, so arriving twice does no harm. */
  const unsent = new Map();
  let offline = false;
  const sendAgain = () => {
    for (const [source, submitter] of [...unsent]) {
      unsent.delete(source);
      if (!source.isConnected) continue;
      if (source.matches("form")) source.requestSubmit(submitter?.isConnected ? submitter : undefined);
      else source.click();
    }
  };
  /* "plc:unsent": a page may take a change over (queue.js) by preventing it. */
  const isTaken = (source, submitter) =>
    !source.dispatchEvent(new CustomEvent("plc:unsent", { bubbles: true, cancelable: true, detail: { submitter } }));
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (!ctx || ctx.response) return;
    if (ctx.request.method === "GET") return trouble("unreachable");
    if (isTaken(ctx.sourceElement, ctx.request.submitter)) return;
    unsent.set(ctx.sourceElement, ctx.request.submitter);
    offline = true;
    trouble("offline");
    setTimeout(sendAgain, 8000);
  });
  window.addEventListener("online", sendAgain);
  /* A plain form would end on the browser's own error page and lose what was typed. */
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (navigator.onLine || form.method !== "post" || form.matches("[data-hx-post]") || submitter?.matches("[data-hx-post]")) return;
    event.preventDefault();
    if (isTaken(form, submitter)) return;
    unsent.set(form, submitter);
    trouble("offline");
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (!offline || ctx.request.method === "GET" || unsent.size) return;
    offline = false;
    trouble(ctx.response.status < 400 && "back");
  });
  document.addEventListener("htmx:response:error", ({ detail: { ctx: { response, text } } }) => {
    if (response.status === 429) trouble("tooMany");
    else if (response.headers.get("Content-Type")?.startsWith("text/plain")) trouble("refused", text);
    else if (response.status !== 422 && response.status !== 409 && response.status !== 400) trouble("refused");
  });

  // -- data-busy="Saving…": the button's word while its form is under way ------------------------------------
  const idleWords = new WeakMap();
  const busyButton = (ctx) => {
    const button = ctx.request.submitter || ctx.sourceElement;
    return button?.dataset?.busy ? button : null;
  };
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const button = busyButton(ctx);
    if (!button) return;
    idleWords.set(button, [...button.childNodes]);
    button.replaceChildren(button.dataset.busy);
    button.setAttribute("aria-disabled", "true");
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const button = busyButton(ctx);
    if (!button || !idleWords.has(button)) return;
    if (button.textContent === button.dataset.busy) button.replaceChildren(...idleWords.get(button));
    button.removeAttribute("aria-disabled");
    idleWords.delete(button);
  });

  // -- .toast in #toast: leaves after 10 seconds, unless it is pointed at or has the focus -------------------
  const toastsLeave = () => {
    for (const toast of $$("#toast .toast:not([data-leaving])")) {
      toast.dataset.leaving = "";
      const leave = () =>
        toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove();
      setTimeout(leave, 10000);
    }
  };

  // -- details.menu: one open at a time; Escape and a click elsewhere close it -------------------------------
  document.addEventListener("click", ({ target }) => {
    for (const menu of $$("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
  });

  // -- data-dialog="id" opens the <dialog>, data-close closes it, as does a click beside it ------------------
  on("click", "[data-dialog]", (event, opener) => {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
  on("click", "[data-close]", (_event, button) => button.closest("dialog")?.close());
  on("click", "dialog", (event, dialog) => { if (event.target === dialog) dialog.close(); });

  // -- data-print, data-copy="text" -----------------------------------------------------------------------
  on("click", "[data-print]", () => window.print());
  on("click", "[data-copy]", (_event, button) =>
    navigator.clipboard?.writeText(button.dataset.copy).then(() => announce(button.dataset.copied || "")));

  // -- keys -------------------------------------------------------------------------------------------------
  /* "/" finds a student. data-key="1" inside [data-keys] is pressed by that key, only while the focus is
     inside (WCAG 2.1.4); Enter is left alone on a control that has a use for it. Escape closes. */
  const typing = (element) => element.matches?.("input:not(.opt):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const escape = () => {
    const menu = $("details.menu[open]");
    if (!menu) return $("#toast").replaceChildren();
    menu.open = false;
    $("summary", menu).focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return escape();
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    let wanted = null;
    if (event.shiftKey && /^[a-z0-9]$/i.test(event.key)) return;
    if (event.key === "/") wanted = $("[data-find]");
    else if (!(event.key === "Enter" && event.target.matches("a, button, summary, label")))
      wanted = $(`[data-key="${CSS.escape(event.key.length === 1 ? event.key.toLowerCase() : event.key)}"]`, event.target.closest("[data-keys]") || document.createElement("i"));
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input:not(.opt)")) wanted.focus();
    else wanted.click();
  });

  // -- data-ends-at: a clock that counts down to the server's instant -----------------------------------------
  /* Milliseconds since 1970; data-now is the server's own, so a wrong device clock does no harm. On a
     <progress> it fills the bar with seconds. data-at-60 and data-at-0 are said once, aloud to readers. */
  const skews = new WeakMap();
  const secondsLeft = (clock) => {
    const { endsAt, now } = clock.dataset;
    if (skews.get(clock)?.now !== now) skews.set(clock, { now, skew: now - Date.now(), before: Infinity });
    return Math.round((endsAt - Date.now() - skews.get(clock).skew) / 1000);
  };
  const show = (clock) => {
    if (clock.matches("[data-paused]")) return;
    const left = secondsLeft(clock);
    if (clock.matches("progress")) { clock.value = Math.max(0, left); return; }
    const size = Math.abs(left);
    const text = `${left < 0 ? "+" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    if (clock.textContent !== text) clock.textContent = text;
    const state = skews.get(clock);
    for (const mark of [60, 0]) {
      const words = clock.getAttribute(`data-at-${mark}`);
      if (words && state.before > mark && state.before < Infinity && left <= mark) announce(words);
    }
    state.before = left;
  };
  const showAll = () => $$("[data-ends-at]").forEach(show);
  setInterval(() => { if (!document.hidden) showAll(); }, 500);
  document.addEventListener("htmx:after:swap", showAll);
  showAll();

  // -- data-poll="10" data-poll-url="...": a region with an id that keeps itself fresh ---------------------------
  /* Seconds between looks, never in a hidden tab, with the last ETag: 304 changes nothing. It stops when the
     server says the region is gone or the session ended, and slows down when the server is troubled. */
  const polls = new Map();
  const look = async (region, poll) => {
    const headers = { "HX-Request": "true", "HX-Target": `${region.localName}#${region.id}`, "HX-Current-URL": location.href };
    if (poll.etag) headers["If-None-Match"] = poll.etag;
    const answer = await fetch(region.dataset.pollUrl, { headers, credentials: "same-origin" });
    if (answer.redirected || [401, 403, 404, 410].includes(answer.status)) return poll.stopped = true;
    poll.wait = answer.ok || answer.status === 304 ? 1 : Math.min(poll.wait * 2, 16);
    if (answer.status !== 200 || $("details[open], dialog[open], .htmx-request", region)) return;
    poll.etag = answer.headers.get("ETag");
    const text = await answer.text();
    if (region.isConnected) await htmx.swap({ sourceElement: region, target: region, swap: "outerMorph", text });
  };
  const pollAll = (soon) => {
    for (const region of $$("[data-poll]")) {
      const poll = polls.get(region.id) || { wait: 1, next: Date.now() + region.dataset.poll * 1000, etag: region.dataset.etag };
      polls.set(region.id, poll);
      if (document.hidden || poll.stopped || poll.busy || !(soon || Date.now() >= poll.next)) continue;
      poll.busy = true;
      look(region, poll).catch(() => { poll.wait = Math.min(poll.wait * 2, 16); }).finally(() => {
        poll.busy = false;
        poll.next = Date.now() + region.dataset.poll * 1000 * poll.wait * (0.9 + Math.random() / 5);
      });
    }
  };
  setInterval(pollAll, 1000);
  document.addEventListener("visibilitychange", () => { pollAll(true); stayAwake(); });

  // -- data-awake: the screen stays on while this is in the page -----------------------------------------------
  const stayAwake = () => {
    if (!document.hidden && $("[data-awake]")) navigator.wakeLock?.request("screen").catch(() => {});
  };
  stayAwake();

  // -- data-say="words" or "#id…": read aloud, each word in the language it stands in; pressed again, it stops ----
  const speech = window.speechSynthesis;
  const voices = () => root.classList.toggle("has-voice", Boolean(speech?.getVoices().length));
  speech?.addEventListener?.("voiceschanged", voices);
  voices();
  const langOf = (element) => element.closest("[lang]").lang;
  /* [language, words] of what the selectors find, in the page's order; without what is folded away. */
  const toSay = (selectors) => {
    const parts = [];
    for (const element of $$(selectors)) {
      if (element.closest("details:not([open])")) continue;
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let end = ". ";
      while (texts.nextNode()) {
        const words = texts.currentNode.data.trim(), lang = langOf(texts.currentNode.parentElement);
        if (!words) continue;
        if (parts.at(-1)?.[0] === lang) parts.at(-1)[1] += end + words;
        else parts.push([lang, words]);
        end = "\n";
      }
    }
    return parts;
  };
  let speaker = null;
  on("click", "[data-say]", (_event, button) => {
    const again = speech.speaking && button === speaker;
    speech.cancel();
    if (again) return;
    speaker = button;
    const { say } = button.dataset;
    for (const [lang, words] of say.startsWith("#") ? toSay(say) : [[langOf(button), say]])
      speech.speak(Object.assign(new SpeechSynthesisUtterance(words), { lang }));
  });

  // -- what waited for the network on an earlier page is sent from any page: queue.js -----------------------------
  try {
    if (localStorage.getItem("plc-queue") && !$("script[src*='/queue']"))
      document.head.append(Object.assign(document.createElement("script"), { src: $("#trouble").dataset.queue }));
  } catch { /* this browser keeps nothing, so nothing waits */ }

  toastsLeave();
  $("#form-errors, [data-focus-first]")?.focus();
})();

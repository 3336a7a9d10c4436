/* live.js: the live day's own behaviours. The clock can be paused and lengthened; without network the next
   child's card is made of what the page knows already; a child's card with no network to ask keeps working. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const clocks = () => [...document.querySelectorAll("#now [data-ends-at]")];

  // -- data-timer="pause" and "more": the child's clock, in this browser alone -----------------------------------
  const kept = new Map(); // form's address -> what was done to its clock, for when the card is drawn anew
  const clockOf = () => {
    const form = $("#now form");
    if (!form) return null;
    const address = form.getAttribute("action");
    if (!kept.has(address)) kept.set(address, { more: 0, pausedAt: 0 });
    return kept.get(address);
  };
  const move = (milliseconds) => {
    for (const clock of clocks()) {
      clock.dataset.endsAt = Number(clock.dataset.endsAt) + milliseconds;
      if (clock.matches("progress")) clock.max += Math.max(0, milliseconds / 1000);
    }
  };
  const showPause = (state) => {
    for (const clock of clocks()) clock.toggleAttribute("data-paused", Boolean(state.pausedAt));
    $("#now [data-timer=pause]")?.setAttribute("aria-pressed", Boolean(state.pausedAt));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-timer]");
    const state = button && clockOf();
    if (!state) return;
    if (button.dataset.timer === "more") {
      state.more += 60000;
      return move(60000);
    }
    if (state.pausedAt) {
      const rested = Date.now() - state.pausedAt;
      state.more += rested;
      state.pausedAt = 0;
      for (const clock of clocks()) clock.dataset.endsAt = Number(clock.dataset.endsAt) + rested;
    } else state.pausedAt = Date.now();
    showPause(state);
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.target?.id !== "live-board") return;
    const state = clockOf();
    if (!state) return;
    move(state.more);
    showPause(state);
  });

  // -- no network: on to the next child ---------------------------------------------------------------------------
  /* "plc:queued" says that this child's check-in waits. The list beside names who is next; the question and
     the goal of that child are with the server, so the card goes without. */
  const isTouched = (form) =>
    $(".quick :checked", form) || [...form.querySelectorAll("textarea, input:not(.opt):not([type=hidden])")].some(({ value }) => value);
  /* After the request has ended, that is: its button says "Saving…" until then. */
  document.addEventListener("plc:queued", ({ target }) => setTimeout(moveOn, 0, target));
  const moveOn = (target) => {
    const board = target.closest("#live-board");
    if (!board) return;
    const row = $("[data-turn]", board);
    if (!row) return $("#now", board).replaceChildren($("#nobody-known").content.cloneNode(true));
    const form = target.cloneNode(true); // what waits to be tried again on the old one is not of this child
    for (const part of [form, ...form.querySelectorAll(".htmx-request")]) part.classList.remove("htmx-request");
    for (const part of form.querySelectorAll("[aria-disabled]")) part.removeAttribute("aria-disabled");
    target.replaceWith(form);
    const url = form.getAttribute("action");
    const from = url.split("/").at(-3);
    const swap = (text) => text.replace(`/${from}/`, `/${row.dataset.turn}/`);
    for (const part of [form, ...form.querySelectorAll("[formaction]")])
      for (const name of ["action", "formaction", "data-hx-post"])
        if (part.hasAttribute(name)) part.setAttribute(name, swap(part.getAttribute(name)));
    form.reset();
    for (const box of form.querySelectorAll(".quick input")) box.checked = false;
    for (const field of form.querySelectorAll("textarea, input:not(.opt):not([type=hidden])")) field.value = "";
    for (const fold of form.querySelectorAll("details")) fold.open = false;
    form.elements.key.value = crypto.randomUUID();
    form.elements.student.value = row.dataset.student;
    for (const part of form.querySelectorAll("[data-about]")) part.remove();
    $("#who").textContent = $("strong", row).textContent;
    $("#now .id .muted").textContent = $(".muted", row).textContent;
    const picture = $(".ava", row), here = $("#now .id .ava");
    here.className = picture.className.replace(/\bmd\b/, "xl");
    here.replaceChildren(...[...picture.childNodes].map((node) => node.cloneNode(true)));
    htmx.process(form);
    row.remove();
    const next = $("[data-turn] strong", board);
    const done = $("#done", form);
    done.lastChild.textContent = next ? done.dataset.next.replace("%s", next.textContent) : done.dataset.last;
    for (const clock of clocks()) {
      const length = Number($("#now progress")?.dataset.length || 0) * 1000;
      Object.assign(clock.dataset, { now: Date.now(), endsAt: Date.now() + length });
      clock.removeAttribute("data-paused");
    }
    $("#who").focus();
  };
  /* What waited is saved: show the day as the server knows it, unless a note is under way. */
  document.addEventListener("plc:sent", async () => {
    const form = $("#now form"), board = $("#live-board");
    if (!board || (form && isTouched(form))) return;
    const answer = await fetch(location.pathname, { headers: { "HX-Request": "true", "HX-Target": "div#live-board" } });
    if (answer.ok && board.isConnected)
      await htmx.swap({ sourceElement: board, target: board, swap: "outerHTML", text: await answer.text() });
  });
})();

/* drag.js: change a day's plan by dragging, with a mouse, a pen or a finger. An extra: the menu beside each
   name does the same by keyboard. [data-drag="URL"] is what can be dragged, with its data-name;
   [data-drop="window@9:30"] is where to, and [data-drop-act="drop"] what else can be done: it posts to URL/drop/,
   with its data-send ("fixed=on"). A drop posts the form that the menu posts. [data-drops] shows while something
   is dragged; of its parts those [data-drops-for] the row's own data-drops-kind. A finger holds first, so that the
   page still scrolls; on a [data-grip] it need not. Words come from the data-drag-* around
   the row, else from those of [data-drops]. */
(() => {
  "use strict";
  const FAR = 6; // pixels before a press is a drag
  const HOLD = 350; // milliseconds that a finger holds before it drags
  const EDGE = 70; // pixels from the window's edge where it scrolls
  const say = (text) => { document.getElementById("live").textContent = text; };
  const zones = () => document.querySelector("[data-drops]");
  let drag = null;

  const words = (kind, place) => {
    const text = (drag.row.closest("[data-drag-start]") || zones())?.dataset[kind] || "";
    const what = place?.dataset.dropWords || place?.querySelector("time")?.textContent || place?.textContent.trim() || "";
    return text.replace("{name}", drag.row.dataset.name).replace("{time}", what);
  };

  const over = (place) => {
    if (place === drag.place) return;
    drag.place?.classList.remove("is-over");
    drag.place = place;
    place?.classList.add("is-over");
    if (place) say(words(place.dataset.dropAct ? "dragAct" : "dragOver", place));
  };
  const look = () => {
    const found = document.elementFromPoint(drag.x, drag.y)?.closest("[data-drop], [data-drop-act]");
    const isMine = found === drag.row || (found?.dataset.dropAct && !drag.row.dataset.drop);
    over(found && !isMine ? found : null);
  };

  const begin = () => {
    drag.begun = true;
    drag.row.classList.add("is-dragged");
    getSelection()?.removeAllRanges();
    const bar = zones();
    const kind = drag.row.dataset.dropsKind;
    if (bar && kind) {
      for (const part of bar.querySelectorAll("[data-drops-for]")) part.hidden = part.dataset.dropsFor !== kind;
      document.getElementById("toast").replaceChildren(); // it lies on the same spot
      bar.hidden = false;
    }
    say(words("dragStart"));
    requestAnimationFrame(scroll);
  };
  const scroll = () => {
    if (!drag?.begun) return;
    const step = drag.y < EDGE ? -12 : drag.y > innerHeight - EDGE && !drag.place?.dataset.dropAct ? 12 : 0;
    if (step) { scrollBy(0, step); look(); }
    requestAnimationFrame(scroll);
  };
  const end = () => {
    if (!drag) return;
    clearTimeout(drag.hold);
    over(null);
    drag.row.classList.remove("is-dragged");
    if (zones()) zones().hidden = true;
    drag = null;
  };

  const drop = () => {
    const { form, row, place } = drag;
    end();
    const { drop: to, dropAct: act, send = "" } = place.dataset;
    const button = document.createElement("button");
    const url = act ? `${row.dataset.drag}${act}/` : row.dataset.drag;
    [button.name, button.value] = act ? send.split("=") : ["to", to];
    button.hidden = true;
    button.setAttribute("formaction", url);
    button.setAttribute("data-hx-post", url);
    form.append(button);
    window.htmx?.process(button);
    button.click();
  };

  document.addEventListener("pointerdown", (event) => {
    const row = event.target.closest?.("[data-drag]");
    if (!row || drag || event.button || event.target.closest("a, button, summary, details, input")) return;
    drag = { row, form: row.closest("form"), place: null, begun: false, x: event.clientX, y: event.clientY, id: event.pointerId };
    drag.holds = event.pointerType === "touch" && !event.target.closest("[data-grip]");
    if (drag.holds) drag.hold = setTimeout(begin, HOLD);
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    if (!drag.begun) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
      if (drag.holds) return end(); // it scrolls
      begin();
    }
    event.preventDefault();
    [drag.x, drag.y] = [event.clientX, event.clientY];
    look();
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    if (drag.begun && drag.place) drop();
    else end();
  });
  document.addEventListener("pointercancel", end);
  document.addEventListener("touchmove", (event) => { if (drag?.begun) event.preventDefault(); }, { passive: false });
  for (const type of ["selectstart", "contextmenu", "dragstart"])
    document.addEventListener(type, (event) => { if (drag) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag) return;
    if (drag.begun) say(words("dragStop"));
    end();
  });
  document.addEventListener("htmx:before:swap", end);
})();

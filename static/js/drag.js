/* drag.js: move a student in a day's plan by dragging. An extra: the menu beside each name does the
   same by keyboard. [data-drag="URL"] is what can be dragged, with its data-name; [data-drop="window@9:30"]
   is where to. A drop posts the form that the menu posts. Words come from the form's data-drag-* . */
(() => {
  "use strict";
  const FAR = 6; // pixels before a press is a drag
  const say = (text) => { document.getElementById("live").textContent = text; };
  let drag = null;

  const words = (kind, place) => {
    const text = drag.form.dataset[kind] || "";
    return text.replace("{name}", drag.row.dataset.name).replace("{time}", place?.querySelector("time")?.textContent || "");
  };

  const over = (place) => {
    if (place === drag.place) return;
    drag.place?.classList.remove("is-over");
    drag.place = place;
    place?.classList.add("is-over");
    if (place) say(words("dragOver", place));
  };

  const end = () => {
    if (!drag) return;
    over(null);
    drag.row.classList.remove("is-dragged");
    drag = null;
  };

  const drop = () => {
    const { form, row, place } = drag;
    end();
    const button = document.createElement("button");
    button.name = "to";
    button.value = place.dataset.drop;
    button.hidden = true;
    button.setAttribute("formaction", row.dataset.drag);
    button.setAttribute("data-hx-post", row.dataset.drag);
    form.append(button);
    window.htmx?.process(button);
    button.click();
  };

  document.addEventListener("pointerdown", (event) => {
    const row = event.target.closest?.("[data-drag]");
    if (!row || event.button || event.target.closest("a, button, summary, details, input")) return;
    if (event.pointerType !== "mouse" && !event.target.closest("[data-grip]")) return; // a finger scrolls
    drag = { row, form: row.closest("form"), place: null, begun: false, x: event.clientX, y: event.clientY, id: event.pointerId };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    if (!drag.begun) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
      drag.begun = true;
      drag.row.classList.add("is-dragged");
      getSelection()?.removeAllRanges();
      say(words("dragStart"));
    }
    event.preventDefault();
    const place = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-drop]");
    over(place && place !== drag.row ? place : null);
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    if (drag.begun && drag.place) drop();
    else end();
  });
  document.addEventListener("pointercancel", end);
  document.addEventListener("selectstart", (event) => { if (drag) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag) return;
    if (drag.begun) say(words("dragStop"));
    end();
  });
  document.addEventListener("htmx:before:swap", end);
})();

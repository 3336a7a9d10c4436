/* grid.js: typing a sheet back from paper. In a [data-row] of a [data-grid], 1 to 7 tick, 8 goes to
   the words and 9 to what is in the way, P G C choose the topic, M and A say met or absent, Enter and
   the arrows move. A row without "met" (picks) only takes Enter. Without it the same controls work one by one. */
(() => {
  "use strict";
  const controls = (row) => [...row.querySelectorAll("select, input")];
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const own = "[name$='-note'], [name$='-roadblock'], [name$='-promise']"; // letters and some arrows are theirs

  const say = (row) => {
    const chosen = [...part(row, "mark").selectedOptions, ...part(row, "topic").selectedOptions].map((one) => one.text);
    const ticked = [...row.querySelectorAll("input:checked")].map((box) => box.labels[0].textContent.split(",")[0].trim());
    document.getElementById("live").textContent = [row.dataset.name, ...chosen, ...ticked].join(", ");
  };
  const seen = (row) => { if (part(row, "mark")?.value === "") part(row, "mark").value = "met"; };
  const mark = (row, value) => {
    const field = part(row, "mark");
    field.value = field.value === value ? "" : value;
    if (value === "absent") for (const box of row.querySelectorAll("input:checked")) box.checked = false;
  };
  const tick = (row, number) => {
    if (number > 7) return part(row, number === 8 ? "note" : "roadblock").focus();
    const box = row.querySelectorAll("input[type=checkbox]")[number - 1];
    box.checked = !box.checked;
    if (box.checked) seen(row);
  };
  const topic = (row, letter) => {
    const field = part(row, "topic");
    const found = [...field.options].find((one) => one.text[0].toLowerCase() === letter);
    if (found) field.value = found.value;
    return Boolean(found);
  };

  /* To the same column of another row; past the last row, to the button that saves. */
  const move = (grid, row, step, column) => {
    const rows = [...grid.querySelectorAll("[data-row]")];
    const next = rows[rows.indexOf(row) + step];
    if (next) controls(next)[column].focus();
    else if (step > 0) grid.closest("form").querySelector("[data-grid-end]").focus();
  };
  const aside = (row, control, step) => controls(row)[controls(row).indexOf(control) + step]?.focus();

  const acts = (grid, row, control) => ({
    Enter: () => move(grid, row, 1, 0),
    ArrowDown: () => move(grid, row, 1, controls(row).indexOf(control)),
    ArrowUp: () => move(grid, row, -1, controls(row).indexOf(control)),
    ArrowRight: () => aside(row, control, 1),
    ArrowLeft: () => aside(row, control, -1),
    m: () => mark(row, "met"),
    a: () => mark(row, "absent"),
  });
  const keeps = (control, key) =>
    control.matches(own) && (key.length === 1 || (control.matches("select") ? /Up|Down/ : /Left|Right/).test(key));
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (keeps(event.target, key) || (key !== "Enter" && !part(row, "mark"))) return;
    const act = acts(row.closest("[data-grid]"), row, event.target)[key];
    if (act) act();
    else if (/^[1-9]$/.test(key)) tick(row, Number(key));
    else if (key.length !== 1 || !topic(row, key)) return;
    event.preventDefault();
    if (key.length === 1) say(row);
  });
  document.addEventListener("change", ({ target }) => {
    const row = target.closest?.("[data-row]");
    if (row && (target.checked || target.matches(own) && target.value)) seen(row);
  });
  const first = document.querySelector("[data-grid] .bad select") || document.querySelector("[data-grid] select");
  first?.focus(); // a wrong row's control tells its error
})();

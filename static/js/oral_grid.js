/* oral_grid.js: the oral entry grid by keyboard. 1, 0 and - fill a cell and go on to the next one, to the
   next student after the last question; arrows move; Backspace empties, then goes back; Enter goes to the
   next student, and on the last one to the button. Without this the cells are usual fields in one form. */
(() => {
  "use strict";
  const MARKS = new Set(["1", "0", "-"]);
  const rows = (table) => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);
  const place = (grid, cell) => {
    const row = grid.findIndex((cells) => cells.includes(cell));
    return [row, grid[row].indexOf(cell)];
  };
  const go = (cell) => {
    if (!cell) return;
    cell.focus();
    cell.select();
  };
  const leave = (table) => table.closest("form").querySelector("button:not([type=button])").focus();

  const step = (table, cell, key) => {
    const grid = rows(table);
    const [row, column] = place(grid, cell);
    const last = grid[row].length - 1;
    const after = () => (column < last ? grid[row][column + 1] : grid[row + 1]?.[0]);
    const before = () => (column ? grid[row][column - 1] : grid[row - 1]?.[last]);
    const sideways = document.dir === "rtl" ? { ArrowLeft: after, ArrowRight: before } : { ArrowLeft: before, ArrowRight: after };
    if (MARKS.has(key)) {
      cell.value = key;
      cell.removeAttribute("aria-invalid");
      const next = after();
      if (next) go(next);
      else leave(table);
    } else if (key === "Backspace" || key === "Delete") {
      if (cell.value) cell.value = "";
      else if (key === "Backspace") go(before());
    } else if (key === "ArrowUp") go(grid[row - 1]?.[column]);
    else if (key === "ArrowDown") go(grid[row + 1]?.[column]);
    else if (key in sideways) go(sideways[key]());
    else if (key === "Enter") {
      if (grid[row + 1]) go(grid[row + 1][0]);
      else leave(table);
    } else return false;
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    const table = cell.closest?.("[data-oral-grid]");
    if (!table || !cell.matches("input") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (step(table, cell, event.key)) event.preventDefault();
  });
  /* A keyboard on glass names no keys: what stands in the cell counts. */
  document.addEventListener("input", (event) => {
    const table = event.target.closest?.("[data-oral-grid]");
    if (table && MARKS.has(event.target.value)) step(table, event.target, event.target.value);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.closest?.("[data-oral-grid]") && event.target.matches("input")) event.target.select();
  });
})();

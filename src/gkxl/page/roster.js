// The roster of an office as it was understood, which people can correct before going on.
import { button, find, make, text } from "./dom.js";

// What columns can mean, with the headings by which Python knows them.
const MEANINGS = { code: "单位代码", name: "单位名称", level: "层级", parent: "上级", contains: "含下级", "": "其他，原样保留" };
const SHOWN = 100;
const CHOOSE = "也可以在下面的表里，把那一列认作“单位名称”。";

// Show what was understood; `correct` gets the corrected roster as CSV.
export function showRoster({ units, usable, issues, outside = [], refused, ...grid }, correct) {
  const heavy = issues.filter(({ tone }) => tone === "correct").length;
  find("roster-said").replaceChildren(...[
    make("p", { class: `word-line ${usable ? "passed" : "correct"}` },
      make("b", { class: `word ${usable ? "passed" : "correct"}` }, usable ? "可以使用" : grid.columns.length ? "需改正" : "不能使用"), " ",
      refused ? text(grid.columns.every(([, meaning]) => meaning !== "name") && grid.columns.length ? `${refused}${CHOOSE}` : refused) : usable ? `名册里有 ${units} 个单位。` : `名册里有 ${heavy} 处要改，在下面的表里改，或改好文件再放一次。`),
    usable ? make("p", { class: "quiet" }, text(describeColumns(grid))) : null,
    outside.length ? make("p", {}, `不在名册中的上级 ${outside.length} 个：`, text(outside.slice(0, 10).join("、"))) : null,
    ...showIssues(issues, grid)].filter(Boolean));
  find("roster-grid").replaceChildren(...grid.columns.length ? [showGrid(grid, correct, !usable)] : []);
}

function describeColumns({ columns }) {
  const known = columns.filter(([, meaning]) => meaning).map(([heading, meaning]) =>
    (heading === MEANINGS[meaning] ? heading : `${heading}（认作“${MEANINGS[meaning]}”）`));
  const others = columns.filter(([heading, meaning]) => heading && !meaning).map(([heading]) => heading);
  return `认出的列：${known.join("、")}。${others.length ? `其他列原样保留：${others.join("、")}。` : ""}`;
}

// What has to be corrected or confirmed is open to see; notes are where they disturb nobody.
function showIssues(issues, grid) {
  const [notes, others] = [true, false].map((wanted) => issues.filter(({ tone }) => (tone === "note") === wanted));
  return [others.length ? listIssues(others, grid) : null,
    notes.length ? make("details", {}, make("summary", {}, make("span", { class: "word note" }, "提示"), ` ${notes.length} 处`), listIssues(notes, grid)) : null];
}

function listIssues(issues, grid) {
  return make("ul", { class: "found" }, ...issues.map(({ word, tone, message, sheet, row, label }) => make("li", {},
    make("b", { class: `word ${tone}` }, word), " ", text(message), " ",
    rowOf(grid, sheet, row) < 0 ? null : button("看这一格", () => focusCell(grid, sheet, row, label), { class: "link" }))));
}

function rowOf({ places }, sheet, row) { return places.findIndex(([name, number]) => name === sheet && number === row); }

function focusCell(grid, sheet, row, label) {
  find("roster-grid").querySelector("details").open = true;
  const [at, column] = [rowOf(grid, sheet, row), Math.max(0, grid.columns.findIndex(([heading]) => heading === label))];
  while (grid.shown <= at) grid.more();
  find("roster-grid").querySelector(`[data-row="${at}"]`).querySelectorAll("input")[column].focus();
}

function showGrid(grid, correct, open) {
  grid.shown = 0;
  const body = make("tbody");
  const more = button("", () => grid.more());
  grid.more = () => {
    body.append(...grid.rows.slice(grid.shown, grid.shown + SHOWN).map((cells, index) => showRow(grid, cells, grid.shown + index)));
    grid.shown = Math.min(grid.shown + SHOWN, grid.rows.length);
    more.hidden = grid.shown === grid.rows.length;
    more.textContent = `再显示一些（还有 ${grid.rows.length - grid.shown} 行）`;
  };
  grid.more();
  const add = button("增加一行", () => {
    while (grid.shown < grid.rows.length) grid.more();
    grid.rows.push(grid.columns.map(() => ""));
    grid.more();
    body.lastChild.querySelector("input").focus();
  });
  return make("details", { open },
    make("summary", {}, "看一看名册是怎样认的；认错了、写错了的，就在这里改"),
    make("p", { class: "quiet" }, "每一列认作什么，可以在列的上头改；格子里的字也可以改。改完点“按改动重新核对”。原来的文件不会动。"),
    make("div", { class: "scroll", role: "region", "aria-label": "名册", tabindex: "0" },
      make("table", { class: "plain grid" }, make("thead", {}, make("tr", {}, make("td"), ...grid.columns.map((_, at) => showHead(grid, at)), make("td"))), body)),
    make("p", { class: "row" }, more, add, button("按改动重新核对", () => correct(asCsv(grid)), { class: "button" })));
}

function showHead(grid, at) {
  const [heading, meaning] = grid.columns[at];
  const select = make("select", { "aria-label": `“${heading}”一列认作` },
    ...Object.entries(MEANINGS).map(([value, words]) => make("option", { value, selected: value === meaning }, words)));
  select.addEventListener("change", () => { grid.columns[at] = [heading, select.value, true]; });
  return make("th", { scope: "col" }, select, meaning ? null : text(heading));
}

function showRow(grid, cells, row) {
  const number = grid.places[row]?.[1];  // in the file, as messages have it
  const label = number ? `第 ${number} 行` : "新的一行";
  const line = make("tr", { "data-row": row }, make("th", { scope: "row" }, number ? `${number}` : "新"), ...cells.map((words, at) => {
    const input = make("input", { type: "text", "aria-label": `${label}，${grid.columns[at][0]}` });
    input.value = words;
    input.addEventListener("change", () => { cells[at] = input.value; });
    return make("td", {}, input);
  }), make("td", {}, button("删去", () => { grid.rows[row] = null; line.remove(); }, { class: "small", "aria-label": `删去${label}` })));
  return line;
}

// A column that was said to be another than its heading means gets a heading that means nothing.
function asCsv({ columns, rows }) {
  const headings = columns.map(([heading, meaning, changed]) => (meaning ? MEANINGS[meaning] : changed ? `其他：${heading}` : heading));
  const quoted = (cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(",");
  return new TextEncoder().encode([headings, ...rows.filter(Boolean)].map(quoted).join("\r\n"));
}

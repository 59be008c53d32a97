// A return as it was judged: the verdict, what to do next, what was found, and what can be made of it.
import { button, download, make, text } from "./dom.js";
import { cellOf, showForm } from "./form.js";

const NEXT = {
  correct: "请在原来的表格里逐处改正，保存后再放进来核对一次。",
  confirm: "填错的请改正；属实的，请在“审核”表的“说明”栏写明原因，同样可以报送。",
  passed: "可以报送。",
};

const ONLY = "这里只核对发下来的年度报告表格（.xlsx）。压缩包请先解压，旧格式的请先另存为 .xlsx，再放进来。";

const NAMED = { mark: "-标注.xlsx", normalize: "-规范.xlsx", publish: "-网页稿.html" };

// Show in a card what a return comes to; `ask` asks Python something about this file.
export function fillCard(card, name, made, ask, remove) {
  const readable = made.sections.length > 0;
  const heading = card.getAttribute("aria-labelledby");
  card.replaceChildren(...[
    head(heading, name, made, remove),
    readable ? make("p", { class: "next" }, NEXT[made.verdict.tone]) : null,
    ...made.found.map((kind) => showKind(kind, card, readable)),
    readable ? null : make("p", { class: "quiet" }, ONLY),
    readable ? showActions(name, made, ask) : null,
    readable ? showForm(heading, made.sections, made.found, made.verdict.tone !== "passed") : null,
  ].filter(Boolean));
}

function head(heading, name, made, remove) {
  return make("header", {},
    make("p", { class: `verdict ${made.verdict.tone}` }, made.verdict.word),
    make("div", { class: "whose" }, make("h3", { id: heading, tabindex: "-1" }, text(name)), make("p", { class: "quiet" }, text(made.title))),
    button("移去", remove, { class: "small", "aria-label": `移去 ${name}` }));
}

function showKind({ word, tone, count, groups }, card, readable) {
  const list = make("ul", { class: "found" }, ...groups.map((group) => showGroup(group, card)));
  if (!readable) return list;
  const heading = [make("span", { class: `word ${tone}` }, word), ` ${count} 处`];
  return tone === "note"
    ? make("details", { class: "notes" }, make("summary", {}, ...heading), list)
    : make("div", {}, make("h4", {}, ...heading), list);
}

function showGroup({ place, message, explanation, cells }, card) {
  const path = cells[0]?.path;
  return make("li", {},
    path ? button(text(place), () => jump(card, path), { class: "link" }) : place ? make("b", {}, text(place)) : null,
    make("p", {}, text(message)),
    explanation ? make("p", { class: "quiet" }, "单位说明：", text(explanation)) : null);
}

// To the cell in the form below, which is opened if need be.
function jump(card, path) {
  card.querySelector("details.form").open = true;
  const cell = cellOf(card, path);
  cell.scrollIntoView({ block: "center", inline: "center" });
  cell.querySelector("button").focus({ preventScroll: true });
}

function showActions(name, made, ask) {
  const said = make("p", { role: "status" });
  const stem = name.replace(/\.[^.]*$/, "");
  const action = (words, call) => button(words, async ({ currentTarget: pressed }) => {
    pressed.disabled = true;
    said.textContent = "正在制作……";
    const answer = await ask(call);
    pressed.disabled = false;
    pressed.focus();  // which it lost while it was disabled
    said.textContent = answer.refused ?? `已下载 ${stem}${NAMED[call]}`;
    if (answer.made) download(answer.made, stem + NAMED[call]);
  });
  return make("div", { class: "actions" },
    made.found.length ? action("下载标注副本", "mark") : null,
    ...made.whole ? [action("下载规范表格", "normalize"), action("下载网页稿", "publish")] : [],
    made.whole ? null : make("p", { class: "quiet" }, "改正以后，还可以下载规范表格和网页稿。"),
    said);
}

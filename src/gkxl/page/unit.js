// The desk of a unit: its returns come in, each gets a card; last year's may lie beside them.
import { button, download, find, make, text } from "./dom.js";
import { read, takeFiles } from "./files.js";
import { fillCard } from "./card.js";

export class UnitDesk {
  #python; #returns = []; #last = []; #count = 0;

  constructor(python) {
    this.#python = python;
    takeFiles({ area: document, zone: find("drop"), input: find("files") }, (files) => this.#take(files));
    takeFiles({ area: find("drop-last"), zone: find("drop-last"), input: find("last") }, (files) => this.#takeLast(files));
    find("clear").addEventListener("click", () => this.#remove(...this.#returns));
    find("example").addEventListener("click", () => this.#showExample());
    find("template").addEventListener("submit", (event) => { event.preventDefault(); this.#makeTemplate(); });
    find("year").value = new Date().getFullYear() - 1;  // a year is reported in the next
  }

  async #take(files) {
    const fresh = files.map((file) => this.#begin(file.name));
    this.#returns = [...fresh, ...this.#returns];  // what came last is what people want to see
    find("results").prepend(...fresh.map((one) => one.card));
    for (const [index, one] of fresh.entries()) Object.assign(one, await read(files[index]));
    await this.#judge(fresh);
    find("said").scrollIntoView();
  }

  #begin(name) {
    const heading = `return-${++this.#count}`;
    const card = make("article", { class: "card", "aria-labelledby": heading, "aria-busy": "true" },
      make("h3", { id: heading }, text(name)), make("p", { class: "quiet" }, "等待核对……"));
    return { name, card };
  }

  async #judge(returns) {
    for (const [index, one] of returns.entries()) {
      find("said").classList.remove("alone");
      this.#say(returns.length > 1 ? `正在核对第 ${index + 1} 个，共 ${returns.length} 个：${one.name}` : `正在核对：${one.name}`);
      this.#show(one, one.refused ? one : await this.#python.ask("judge", one.bytes, this.#lastBytes()));
    }
    this.#sum();
  }

  #show(one, answer) {
    one.made = answer.made ?? unread(answer.refused);
    one.card.removeAttribute("aria-busy");
    fillCard(one.card, one.name, one.made,
      (call) => this.#python.ask(call, one.bytes, ...call === "mark" ? [this.#lastBytes()] : []),
      () => this.#remove(one));
  }

  #remove(...gone) {
    for (const { card } of gone) card.remove();
    this.#returns = this.#returns.filter((one) => !gone.includes(one));
    this.#sum();
    find("returns").focus();
  }

  // In one line what all returns come to; of several, a list that leads to each.
  #sum() {
    const judged = this.#returns.filter((one) => one.made);
    const several = judged.length > 1;
    this.#say(several ? `共 ${judged.length} 个表格：${counted(judged)}` : judged.map(({ name, made }) => `${name}：${made.verdict.word}`).join());
    find("said").classList.toggle("alone", !several);  // the card says it to whoever sees
    find("overview").replaceChildren(...several ? judged.map(showLine) : []);
    find("clear").hidden = !several;
  }

  #say(words) { find("said").textContent = words; }

  #lastBytes() { return this.#last.map((one) => one.bytes); }

  async #takeLast(files) {
    const refused = [];
    for (const file of files) {
      const one = { name: file.name, ...await read(file) };
      const answer = one.refused ? one : await this.#python.ask("last_year", one.bytes);
      if (answer.refused) refused.push(`“${one.name}”不能用作上年报表：${answer.refused}`);
      else this.#last.push({ ...one, title: answer.made });
    }
    this.#showLast(refused);
    await this.#judge(this.#returns.filter((one) => one.bytes));
  }

  #showLast(refused) {
    find("last-said").replaceChildren(...refused.map((words) => make("p", {}, text(words))));
    find("last-list").replaceChildren(...this.#last.map((one) => make("li", {}, text(one.title || one.name),
      button("移去", () => this.#removeLast(one), { class: "small", "aria-label": `移去上年报表 ${one.title || one.name}` }))));
  }

  async #removeLast(one) {
    this.#last = this.#last.filter((other) => other !== one);
    this.#showLast([]);
    find("last").focus();
    await this.#judge(this.#returns.filter((one) => one.bytes));
  }

  async #showExample() {
    const { made } = await this.#python.ask("example");
    if (made) await this.#take([new File([made], "示例（故意填错三处）.xlsx")]);
  }

  async #makeTemplate() {
    const [year, unit] = [find("year").valueAsNumber, find("unit").value.trim()];
    find("template-said").textContent = "正在制作……";
    const answer = await this.#python.ask("template", year, unit, this.#lastBytes());
    const name = `${unit || "政府信息公开工作年度报告"}-${year}.xlsx`;
    find("template-said").textContent = answer.refused ?? `已下载 ${name}`;
    if (answer.made) download(answer.made, name);
  }
}

// A file that Python has not seen, or did not come back from, shown like one that cannot be read.
function unread(message) {
  const group = { place: "", message, explanation: "", cells: [] };
  return { verdict: { word: "无法读取", tone: "unreadable" }, title: "", found: [{ groups: [group] }], sections: [], whole: false };
}

function counted(judged) {
  const counts = new Map();
  for (const { made: { verdict: { word } } } of judged) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word} ${count} 个`).join("，");
}

function showLine({ name, made: { verdict }, card }) {
  const jump = () => { card.scrollIntoView(); card.querySelector("h3").focus(); };
  return make("li", {}, make("span", { class: `word ${verdict.tone}` }, verdict.word), " ", button(text(name), jump, { class: "link" }));
}

// The desk of a unit: its returns come in, each gets a card; last year's may lie beside them.
import { button, download, find, make, text } from "./dom.js";
import { read, takeFiles } from "./files.js";
import { fillCard } from "./card.js";

const NEXT = {
  correct: "请在原来的表格里逐处改正，保存后再放进来核对一次。",
  confirm: "填错的请改正；属实的，请在“审核”表的“说明”栏写明原因，同样可以报送。",
  passed: "可以报送。",
};

const MARKED = "标注副本就是原来的表格，有问题的格子都标了出来。";
const MADE = "规范表格照原样重新排过，总计都已重算；网页稿用来公布，其中没有联系人和电话。";
const LATER = "改正以后，还可以下载规范表格和网页稿。";

export class UnitDesk {
  #python; #returns = []; #last = []; #count = 0;

  constructor(python) {
    this.#python = python;
    const here = () => !find("desk-unit").hidden;
    takeFiles({ area: document, zone: find("drop"), inputs: [find("files")], here }, (files) => this.#take(files));
    takeFiles({ area: find("drop-last"), zone: find("drop-last"), inputs: [find("last")] }, (files) => this.#takeLast(files));
    find("clear").addEventListener("click", () => this.#remove(...this.#returns));
    find("example").addEventListener("click", () => this.#showExample());
    find("template").addEventListener("submit", (event) => { event.preventDefault(); this.#makeTemplate(); });
    find("year").value = new Date().getFullYear() - 1;  // a year is reported in the next
  }

  async #take(files) {
    const fresh = files.map((file) => this.#begin(file.name));
    this.#returns = [...fresh, ...this.#returns];  // what came last is what people want to see
    find("results").prepend(...fresh.map((one) => one.card));
    for (const [index, one] of fresh.entries()) Object.assign(one, await read(files[index].file));
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
      const answer = one.refused ? one : await this.#python.ask("unit.judge", one.bytes, this.#lastBytes());
      if (answer.lost) one.refused = answer.refused;  // nor is it read a second time
      this.#show(one, answer);
      this.#forgetEarlier(one, returns);
    }
    this.#sum();
  }

  #show(one, answer) {
    const ask = (call, ...more) => () => this.#python.ask(`unit.${call}`, one.bytes, ...more);
    one.made = fillCard(one.card, one.name, answer, {
      next: NEXT,
      actions: ({ found, whole }) => [
        ...found.length ? [["下载标注副本", "-标注.xlsx", () => ask("mark", this.#lastBytes())()]] : [],
        ...whole ? [["下载规范表格", "-规范.xlsx", ask("normalize")], ["下载网页稿", "-网页稿.html", ask("publish")]] : []],
      remark: ({ found, whole }) => (found.length ? MARKED : "") + (whole ? MADE : LATER),
      remove: () => this.#remove(one),
    });
  }

  // A return that was corrected and put here again takes the place of what it was before.
  #forgetEarlier(one, others) {
    const earlier = this.#returns.filter((other) => other.made && !others.includes(other) && other.name === one.name && other.made.title === one.made.title);
    for (const { card } of earlier) card.remove();
    this.#returns = this.#returns.filter((other) => !earlier.includes(other));
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
    this.#say(several ? `共 ${judged.length} 个文件：${counted(judged)}` : judged.map(({ name, made }) => `${name}：${made.verdict.word}`).join());
    find("said").classList.toggle("alone", !several);  // the card says it to whoever sees
    find("overview").replaceChildren(...several ? judged.map(showLine) : []);
    find("clear").hidden = !several;
  }

  #say(words) { find("said").textContent = words; }

  #lastBytes() { return this.#last.map((one) => one.bytes); }

  async #takeLast(files) {
    const [refused, before] = [[], this.#last.length];
    for (const { name, file } of files) {
      const one = { name, ...await read(file) };
      const answer = one.refused ? one : await this.#python.ask("unit.last_year", one.bytes);
      if (answer.refused) refused.push(`“${one.name}”不能用作上年报表：${answer.refused}`);
      else this.#last.push({ ...one, title: answer.made });
    }
    this.#showLast(refused);
    if (this.#last.length > before) await this.#judgeAgain();
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
    await this.#judgeAgain();
  }

  async #judgeAgain() { await this.#judge(this.#returns.filter((one) => one.bytes && !one.refused)); }

  async #showExample() {
    const { made } = await this.#python.ask("unit.example");
    if (made) await this.#take([{ name: "示例（故意填错三处）.xlsx", file: new Blob([made]) }]);
  }

  async #makeTemplate() {
    const [year, unit] = [find("year").valueAsNumber, find("unit").value.trim()];
    find("template-said").textContent = "正在制作……";
    const answer = await this.#python.ask("unit.template", year, unit, this.#lastBytes());
    const name = `${unit || "政府信息公开工作年度报告"}-${year}.xlsx`;
    find("template-said").textContent = answer.refused ?? `已下载 ${name}`;
    if (answer.made) download(answer.made, name);
  }
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

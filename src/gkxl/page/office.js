// The desk of an office: a roster, what came back, and the page of the collection that Python makes of both.
// Whatever people do shows at once; Python is given all of it before it collects the next time.
import { button, download, find, make, text } from "./dom.js";
import { drawCollection } from "./collection.js";
import { hasBytes, read, resultIn, takeFiles } from "./files.js";
import { forget, isKept, keep, kept } from "./keep.js";
import { showRoster } from "./roster.js";

const RETURNS = "报回";
const LAST = "上年报表";
const OUTPUT = "汇总";
const COPIES = "退回";
const LAST_YEAR = new Date().getFullYear() - 1;  // a year is reported in the next
const CORRECTED = "名册（改过）.csv";

export class OfficeDesk {
  #python; #start = 0; #round = 0; #collecting = false; #due = false; #take = []; #anyway = false;
  #parts = new Map();  // all that was handed in, by place and name: {name, blob, changed}
  #had = new Map();  // those of them that Python has
  #refused = new Set();  // files over which Python was ended
  #homes = new Map();  // the folders whose content they are, by place
  #expected = new Set();  // returns of the collection that was taken on which nobody has put here yet

  constructor(python) {
    this.#python = python;
    this.#start = python.starts;
    const here = () => !find("desk-office").hidden;
    const zone = (id, inputs, area = find(id)) => ({ area, zone: find(id), inputs: inputs.map(find), here, folders: true });
    takeFiles(zone("drop-roster", ["roster"]), ([first]) => this.#takeRoster(first));
    takeFiles(zone("drop-before", ["before", "before-folder"]), (files) => this.#takeFiles(LAST, files));
    takeFiles(zone("drop-returns", ["returned", "returned-folder"], document), (files) => this.#takeFiles(RETURNS, files));
    const press = (id, work) => find(id).addEventListener("click", work);
    press("roster-blank", () => this.#deliver("空白名册.xlsx", "office.blank_roster"));
    press("book", () => this.#deliver("汇总.xlsx", "office.output", "汇总.xlsx"));
    press("ledger", () => this.#deliver("台账.csv", "office.ledger"));
    press("copies", () => this.#deliver("退回.zip", "office.output", COPIES));
    press("whole", () => this.#part(OUTPUT) && download(this.#part(OUTPUT).blob, "汇总.zip"));
    press("city", () => this.#showExample());
    press("issue", () => this.#makeTemplates());
    find("collection").addEventListener("click", (event) => this.#follow(event));
    press("again", () => { this.#anyway = true; this.#list(); this.#collect(); });
    press("office-clear", () => (this.#parts.size ? find("clearing").showModal() : this.#clear()));
    press("clear-all", () => { find("clearing").close(); this.#clear(); });
    press("clear-nothing", () => find("clearing").close());
    find("keep").addEventListener("change", () => this.#keepAll());
    find("about").addEventListener("submit", (event) => event.preventDefault());
    find("about").addEventListener("change", () => { this.#save("about", this.#about); this.#collect(); });
    this.#about = { year: LAST_YEAR };
    isKept().then((there) => { if (there) this.#restore(); });
  }

  #say(...words) { find("office-said").replaceChildren(...words.filter(Boolean).map((one) => make("p", {}, text(one)))); }

  #part(key) { return this.#parts.get(key); }

  #below(place) { return [...this.#parts].filter(([key]) => key.startsWith(`${place}/`)); }

  get #about() {
    return { year: find("office-year").valueAsNumber || 0, office: find("office-name").value.trim(), until: find("office-until").value.trim() };
  }

  set #about({ year, office = "", until = "" }) {
    for (const [id, value] of Object.entries({ "office-year": year, "office-name": office, "office-until": until })) find(id).value = value;
  }

  // Something that Python makes, once it is free.
  async #deliver(name, call, ...given) {
    this.#say(this.#collecting ? `汇总完就下载 ${name}……` : "正在制作……");
    await this.#hand();
    const { made, refused } = await this.#python.ask(call, ...given);
    if (made) download(made, name);
    this.#say(refused ?? `已下载 ${name}`);
  }

  // Links of a collection lead to files beside its page: to marked copies, which Python has, and to what came back.
  #follow(event) {
    const link = event.target.closest("a");
    const way = link?.getAttribute("href") ?? "#";
    if (way.startsWith("#")) return;
    event.preventDefault();
    const path = decodeURIComponent(way);
    const name = path.split("/").pop();
    const [, came] = this.#below(RETURNS).find(([key]) => path.endsWith(key.slice(RETURNS.length))) ?? [];
    if (path.startsWith(`${COPIES}/`)) this.#deliver(name, "office.output", path);
    else if (came) download(came.blob, name);
    else link.replaceWith(make("span", { role: "status" }, text(`“${name}”还没有放进来，这里打不开。`)));
  }

  // Give Python what it does not have yet, or lost when it was ended, and take away what is no more.
  async #hand() {
    await this.#python.ready.catch(() => {});
    if (this.#start !== this.#python.starts) this.#had.clear();
    this.#start = this.#python.starts;
    for (const [key, { name }] of [...this.#had].filter(([key, part]) => this.#part(key) !== part)) {
      this.#had.delete(key);
      await this.#python.ask("desk_files.take_away", key);
    }
    for (const [key, part] of [...this.#parts].filter(([key]) => !this.#had.has(key))) {
      this.#had.set(key, part);
      const bytes = new Uint8Array(await part.blob.arrayBuffer());
      if (key === "roster") await this.#python.ask("roster.read", bytes);
      else if (key === OUTPUT || key === LAST) await this.#python.ask("office.resume", key, bytes);
      else await this.#python.ask("desk_files.put", key, bytes, part.changed);
    }
  }

  #set(key, part) {
    if (part) this.#parts.set(key, part);
    else this.#parts.delete(key);
    this.#save(key, part);
  }

  async #save(key, part) {
    if (find("keep").checked) await keep(key, part).catch(() => this.#cannotKeep());
  }

  #cannotKeep() {
    find("keep").checked = false;
    this.#say("这个浏览器不让网页存东西，没有能够保存。关掉网页以前，请下载全部结果。");
  }

  async #takeRoster({ name, file }) {
    const { bytes, refused } = await read(file);
    if (refused) find("roster-said").replaceChildren(make("p", {}, text(`${name}：${refused}`)));
    else await this.#useRoster(bytes, name);
  }

  async #useRoster(bytes, name) {
    find("roster-said").replaceChildren(make("p", { class: "quiet" }, "正在读取名册……"));
    find("roster-name").replaceChildren(text(name));
    const { made, refused } = await this.#python.ask("roster.read", bytes);
    const usable = Boolean(made?.usable);
    this.#set("roster", usable ? { name, blob: new Blob([bytes]) } : null);
    if (usable) this.#had.set("roster", this.#part("roster"));
    showRoster(made ?? { units: 0, usable, issues: [], refused, columns: [], rows: [], places: [] }, (corrected) => this.#useRoster(corrected, CORRECTED));
    find("roster-save").replaceChildren(...name === CORRECTED ? [button("下载改好的名册", () => download(bytes, CORRECTED))] : []);
    find("issue").disabled = !usable;
    this.#collect();
  }

  // Files of this year or the last; a zip that holds a collection is taken on.
  async #takeFiles(place, files) {
    const refused = files.length ? [] : ["文件夹里没有文件。"];
    for (const one of this.#within(place, files)) {
      const result = /\.zip$/i.test(one.name) && await resultIn(one.file);
      refused.push(await (result ? this.#takeResult(place === LAST ? LAST : OUTPUT, one.name, result) : this.#takeFile(place, one)));
    }
    find(place === LAST ? "before-said" : "returns-said").replaceChildren(...refused.filter(Boolean).map((words) => make("p", {}, text(words))));
    this.#list();
    this.#collect();
  }

  // The folder that came first is the folder of returns, and not named any more; others lie within it.
  #within(place, files) {
    const [folder] = files[0]?.path.split("/") ?? [];
    if (!files.every(({ path }) => path.startsWith(`${folder}/`))) return files;
    if (!this.#below(place).length) this.#save("homes", this.#homes.set(place, folder));
    const from = this.#homes.get(place) === folder ? folder.length + 1 : 0;
    return files.map((one) => ({ ...one, path: one.path.slice(from), inFolder: true }));
  }

  // In a folder a name is one file, with the newest content. Of others that came under one name the second may be of
  // another unit: both are kept.
  async #takeFile(place, { path, file, inFolder = false }) {
    const { bytes, refused } = await read(file);
    if (refused) return `${path}：${refused}`;
    const [blob, changed] = [new Blob([bytes]), file.lastModified ?? Date.now()];
    let [name, number] = [path, 2];
    for (let there; (there = this.#part(`${place}/${name}`)); number += 1) {
      if (await hasBytes(there.blob, bytes)) return "";
      if (inFolder && there.inFolder) break;
      name = path.replace(/(\.[^.]*)?$/, `（${number}）$1`);
    }
    this.#set(`${place}/${name}`, { name, blob, changed, inFolder });
    this.#refused.delete(name);
    this.#expected.delete(name);
    return "";
  }

  async #takeResult(place, name, blob) {
    const { made, refused } = await this.#python.ask("office.resume", place, new Uint8Array(await blob.arrayBuffer()));
    if (refused) return `${name}：${refused}`;
    for (const [key] of place === LAST ? this.#below(LAST) : []) this.#set(key, null);
    this.#set(place, { name, blob, year: made.year });
    this.#had.set(place, this.#part(place));
    if (place === LAST) return "";
    this.#about = made;
    this.#expected = new Set(made.files.filter((path) => !this.#part(`${RETURNS}/${path}`)));
    find("issue").disabled = false;
    if (!this.#part("roster")) find("roster-said").replaceChildren(make("p", {}, `用上次汇总的名册，${made.units} 个单位。`));
    this.#list();
    await this.#show(await this.#python.ask("office.show"), "这是上次的汇总结果。");
    return "";
  }

  // Everything that was put here and can be taken away.
  #list() {
    const last = this.#below(LAST);
    const whole = this.#part(LAST);
    find("before-list").replaceChildren(
      ...whole ? [this.#listed(`${whole.year} 年度的汇总结果`, [LAST], "before")] : [],
      ...last.length ? [this.#listed(`上年报表 ${last.length} 个文件`, last.map(([key]) => key), "before")] : []);
    const returns = this.#below(RETURNS);
    find("returned-list").hidden = !returns.length;
    find("returned-count").textContent = `已放入 ${returns.length} 个文件`;
    find("returned-names").replaceChildren(...returns.map(([key, { name }]) => this.#listed(name, [key], "returned")));
    find("expected").hidden = !this.#expected.size || this.#anyway;
    find("expected-said").textContent = `上次汇总时的报表，有 ${this.#expected.size} 个还没有放进来。放进来就接着收；不放就汇总的，按这些报表已撤回算。`;
  }

  #listed(words, keys, next) {
    return make("li", {}, text(words), button("移去", () => {
      for (const key of keys) this.#set(key, null);
      this.#list();
      find(next).focus();
      this.#collect();
    }, { class: "small", "aria-label": `移去 ${words}` }));
  }

  // Collect, as often as something is new; `take` are files that were chosen among several of a unit.
  async #collect(take = []) {
    this.#take.push(...take);
    this.#due = true;
    while (this.#due && !this.#collecting && this.#isComplete()) {
      const [round, { year }] = [this.#round, this.#about];
      if (this.#part(OUTPUT) && this.#part(OUTPUT).year !== year) this.#set(OUTPUT, null);  // that of another year
      [this.#due, this.#collecting] = [false, true];
      this.#busy("正在汇总……");
      const answer = await this.#collectOnce(this.#take.splice(0));
      if (round === this.#round) await this.#show(answer);
      this.#collecting = false;
      this.#busy("");
    }
  }

  #isComplete() {
    const [roster, returns] = [this.#part("roster") ?? this.#part(OUTPUT), this.#below(RETURNS).length];
    const missing = this.#findMissing(roster);
    if (returns && missing) this.#say(missing);
    return Boolean(!missing && (returns || this.#part(OUTPUT)) && (this.#anyway || !this.#expected.size));
  }

  // What has to be put right before anything can be collected, or nothing.
  #findMissing(roster) {
    const [{ year }, last] = [this.#about, this.#part(LAST)?.year];
    if (!roster) return "报表已放好。再放入名册，就开始汇总。";
    if (!year) return "请写上报告年度，就开始汇总。";
    if (last && last !== year - 1) return `放入的上年汇总结果是 ${last} 年度的，要的是 ${year - 1} 年度的。请移去它；报告年度写错了的，请改报告年度。`;
    return "";
  }

  // Once more without a file over which Python was ended.
  async #collectOnce(take) {
    for (;;) {
      let current = "";
      find("office-file").textContent = "";
      const told = (file, done, of) => { current = file || current; this.#showProgress(file, done, of); };
      await this.#hand();
      const answer = await this.#python.watch(told, "office.collect", { ...this.#about, take, refused: [...this.#refused] });
      if (!answer.lost || !current || this.#refused.has(current)) return answer;
      this.#refused.add(current);
    }
  }

  #busy(words) {
    find("office-progress").hidden = !words;
    find("collection").setAttribute("aria-busy", String(Boolean(words)));
    find("office-doing").textContent = words;
    if (words) this.#say();
  }

  #showProgress(file, done, of) {
    if (of) Object.assign(find("office-bar"), { max: of, value: done });
    if (of) find("office-count").textContent = `${done} / ${of}`;
    if (file) find("office-file").textContent = file;
  }

  // The page of the collection, and what can be taken along.
  async #show({ made, refused }, words = "汇总好了，结果在下面。") {
    if (refused) return this.#say(refused);
    this.#set(OUTPUT, { name: "汇总.zip", blob: new Blob([made.result]), year: made.year });
    this.#had.set(OUTPUT, this.#part(OUTPUT));
    const round = this.#round;
    if (!await drawCollection(made, (path) => this.#choose(path), () => round === this.#round)) return;
    const first = find("takeaway").hidden;
    find("takeaway").hidden = false;
    find("copies").hidden = !made.copies;
    this.#say(words, ...made.remarks, ...[...this.#refused].map((name) => `${name}：读取时程序停了下来，没有计入。请用 Excel 或 WPS 打开核对，另存以后再放进来。`));
    if (first) find("office-said").scrollIntoView();
  }

  async #choose(path) {
    await this.#collect([path]);
    find("choices")?.focus({ preventScroll: true });  // the button is gone
  }

  async #makeTemplates() {
    const { year } = this.#about;
    const say = (words) => { find("issue-said").textContent = words; };
    say("");
    this.#busy("正在制作空白表格……");
    await this.#hand();
    const { made, refused } = await this.#python.watch((...told) => this.#showProgress(...told), "office.templates", year);
    this.#busy("");
    if (refused) return say(refused);
    const without = made.without.length;
    download(made.zip, `空白表格-${year}.zip`);
    say(`已下载 空白表格-${year}.zip，每个单位一份。` + (without ? `没有上年的数可填的单位 ${without} 个：${made.without.slice(0, 10).join("、")}${without > 10 ? " 等" : ""}。` : ""));
  }

  async #showExample() {
    await this.#clear();
    this.#busy("正在取出示例……");
    const { made, refused } = await this.#python.ask("office.example");
    this.#busy("");
    if (refused) return this.#say(refused);
    this.#about = made;
    for (const { name, content, changed } of made.files)
      this.#set(name, { name: name.slice(name.indexOf("/") + 1), blob: new Blob([content]), changed });
    this.#list();
    await this.#useRoster(made.roster, "名册.xlsx");
  }

  // As it was before anything was handed in, in the browser as well.
  async #clear() {
    this.#round += 1;
    for (const all of [this.#parts, this.#had, this.#homes, this.#refused, this.#expected]) all.clear();
    [this.#anyway, this.#due, this.#take] = [false, false, []];
    for (const id of ["roster-said", "roster-name", "roster-grid", "roster-save", "before-said", "returns-said", "issue-said", "collection"]) find(id).replaceChildren();
    [find("takeaway").hidden, find("issue").disabled, find("keep").checked] = [true, true, false];
    this.#about = { year: LAST_YEAR };
    this.#list();
    this.#say("");
    if (await isKept()) await forget();
    await this.#python.ask("desk_files.clear");
  }

  async #keepAll() {
    try {
      if (!find("keep").checked) return await forget();
      await keep("about", this.#about);
      await keep("homes", this.#homes);
      for (const [key, part] of this.#parts) await keep(key, part);
      this.#say("已存在这个浏览器里。下次打开这个网页，可以接着收。");
    } catch {
      this.#cannotKeep();
    }
  }

  // What was kept when the page was closed.
  async #restore() {
    const parts = await kept();
    this.#about = parts.get("about");
    this.#homes = parts.get("homes") ?? this.#homes;
    for (const name of ["about", "homes"]) parts.delete(name);
    this.#parts = parts;
    find("keep").checked = true;
    this.#list();
    const roster = this.#part("roster");
    if (roster) await this.#useRoster(new Uint8Array(await roster.blob.arrayBuffer()), roster.name);
    else this.#collect();
  }
}

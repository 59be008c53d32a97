// Python in a worker: started from what the page carries, asked one thing after the other.
import { find } from "./dom.js";

const PAYLOADS = ["worker", "wasm", "stdlib", "library", "lock"];

// Milliseconds: an ordinary return takes about 100, the worst file that the limits let pass 15,000 on a busy computer;
// what is made of the largest rosters in the end, where no single file is worked on, some 100,000.
const TO_START = 120_000;
const TO_ANSWER = 30_000;
const TO_FINISH = 600_000;

const REFUSED = {
  start: "没有能够启动，请关闭本页后重新打开。还不行的，请换一个新一些的浏览器。",
  slow: "读取这个文件用的时间太长，已经停止。请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再试。",
  broken: "读取这个文件时出现意外，已经停止。请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再试。",
};

export class Python {
  #worker; #told; #turn = Promise.resolve();

  starts = 0;  // how often it was started: what it was given before is gone

  // `told` is called with 1, 2 as it starts: the program is unpacked, and runs.
  constructor(told) { this.#told = told; this.#begin(); }

  // What a call of `gkxl.page` gives: {made} or {refused}; and {lost: true} where Python was ended over it.
  ask(name, ...given) { return this.watch(() => {}, name, ...given); }

  // The same for long work; `told` is called with the file that is begun, and how many are done of how many.
  watch(told, name, ...given) {
    const answer = this.#turn.then(() => this.#ask([name, ...given], told));
    this.#turn = answer;
    return answer;
  }

  async #ask(given, told) {
    try {
      await this.ready;
    } catch {
      this.#begin();
      return { refused: REFUSED.start };
    }
    try {
      return await reply(this.#worker, { given }, TO_ANSWER, { told });
    } catch (error) {
      this.#begin();
      return { refused: REFUSED[error.message] ?? REFUSED.broken, lost: true };
    }
  }

  // End the worker, if there is one, and start another for what follows.
  #begin() {
    this.#worker?.terminate();
    this.starts += 1;
    this.ready = this.#start();
    this.ready.catch(() => {});  // whoever asks is told
  }

  async #start() {
    const [code, ...parts] = await Promise.all(PAYLOADS.map(payload));
    this.#told(1);
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.#worker = new Worker(address);
    await reply(this.#worker, { parts }, TO_START, { told: this.#told, transferred: parts });
    URL.revokeObjectURL(address);
  }
}

async function payload(name) {
  const packed = await fetch(`data:application/octet-stream;base64,${find(`payload-${name}`).textContent}`);
  return new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// What a worker answers; refused when it breaks or takes too long over one thing.
function reply(worker, message, patience, { told, transferred = [] }) {
  return new Promise((resolve, reject) => {
    let timer = 0;
    const wait = (time) => { clearTimeout(timer); timer = setTimeout(() => reject(new Error("slow")), time); };
    const settle = (end, what) => { clearTimeout(timer); end(what); };
    wait(patience);
    worker.onmessage = ({ data }) => {
      if (!data.told) return settle(data.failed ? reject : resolve, data.answer ?? new Error(data.failed));
      told(...data.told);
      wait(data.told[0] ? patience : TO_FINISH);
    };
    worker.onerror = (event) => settle(reject, new Error(event.message));
    worker.postMessage(message, transferred);
  });
}

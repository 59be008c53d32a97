// Python in a worker: started from what the page carries, asked one thing after the other.
import { find } from "./dom.js";

const PAYLOADS = ["worker", "wasm", "stdlib", "library", "lock"];

// Milliseconds: an ordinary return takes about 100, the worst file that the limits let pass 15,000 on a busy computer.
const TO_START = 120_000;
const TO_ANSWER = 30_000;

const REFUSED = {
  start: "没有能够启动，请关闭本页后重新打开。还不行的，请换一个新一些的浏览器。",
  slow: "读取这个文件用的时间太长，已经停止。请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再试。",
  broken: "读取这个文件时出现意外，已经停止。请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再试。",
};

export class Python {
  #worker; #turn = Promise.resolve();

  constructor() { this.#begin(); }

  // What a call of `gkxl.page.unit` gives: {made} or {refused}.
  ask(name, ...given) {
    const answer = this.#turn.then(() => this.#ask([name, ...given]));
    this.#turn = answer;
    return answer;
  }

  async #ask(given) {
    try {
      await this.ready;
    } catch {
      this.#begin();
      return { refused: REFUSED.start };
    }
    try {
      return await reply(this.#worker, { given }, TO_ANSWER);
    } catch (error) {
      this.#begin();
      return { refused: REFUSED[error.message] ?? REFUSED.broken };
    }
  }

  // End the worker, if there is one, and start another for what follows.
  #begin() {
    this.#worker?.terminate();
    this.ready = this.#start();
    this.ready.catch(() => {});  // whoever asks is told
  }

  async #start() {
    const [code, ...parts] = await Promise.all(PAYLOADS.map(payload));
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.#worker = new Worker(address);
    await reply(this.#worker, { parts }, TO_START, parts);
    URL.revokeObjectURL(address);
  }
}

async function payload(name) {
  const packed = await fetch(`data:application/octet-stream;base64,${find(`payload-${name}`).textContent}`);
  return new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// What a worker answers; refused when it breaks or takes too long.
function reply(worker, message, patience, transferred = []) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("slow")), patience);
    const settle = (end, what) => { clearTimeout(timer); end(what); };
    worker.onmessage = ({ data }) => settle(data.failed ? reject : resolve, data.answer ?? new Error(data.failed));
    worker.onerror = (event) => settle(reject, new Error(event.message));
    worker.postMessage(message, transferred);
  });
}

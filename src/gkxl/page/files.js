// Files that people drop or choose, folders included: their bytes, or a sentence where these cannot be had.
import { find } from "./dom.js";

const GONE = "没有能够读取。是文件夹的，请打开它，选中里面的表格；是文件的，请看是否已经移动、改名，再放一次。";

// Bytes: a zip with a collection may be larger than any file that comes back; what is in it is listed at its end.
const MOST_OF_RESULT = 1 << 29;
const END_OF_ZIP = 1 << 22;

// Take what is dropped on an area, which shows so in its zone, or chosen with a button. `take` gets each file with its
// name and, of what lies in a folder, its path; folders are opened where `folders` are wanted.
export function takeFiles({ area, zone, inputs, here = () => true, folders = false }, take) {
  const handle = (name, work) => area.addEventListener(name, (event) => {
    if (!here()) return;
    event.preventDefault();  // or the browser would open the file in the place of the page
    event.stopPropagation();  // the area of last year's returns lies within that of all others
    work(event);
  });
  handle("dragover", () => zone.classList.add("over"));
  handle("dragleave", () => zone.classList.remove("over"));
  handle("drop", async ({ dataTransfer }) => {
    zone.classList.remove("over");
    const found = await dropped(dataTransfer, folders);
    if (found.length) take(found);
  });
  for (const input of inputs)
    input.addEventListener("change", () => {
      take([...input.files].map((file) => ({ name: file.name, path: file.webkitRelativePath || file.name, file })));
      input.value = "";  // or the same file could not be chosen again
    });
}

// Every file that was dropped, with those in folders; a folder that cannot be opened here stays one that nobody can read.
async function dropped({ files, items }, folders) {
  const plain = [...files].map((file) => ({ name: file.name, path: file.name, file }));
  const opened = [...folders ? items : []].filter(({ kind }) => kind === "file").map((item) => item.getAsFileSystemHandle?.().catch(() => null));
  const handles = await Promise.all(opened);
  const found = await Promise.all(plain.map((one, index) => (handles[index]?.kind === "directory" ? below(handles[index], one.path) : [one])));
  return found.flat();
}

async function below(folder, path) {
  const found = [];
  for await (const [name, handle] of folder.entries())
    found.push(handle.kind === "directory" ? await below(handle, `${path}/${name}`) : [{ name, path: `${path}/${name}`, file: await handle.getFile() }]);
  return found.flat();
}

// {bytes} or {refused}; of a file that is too large anyway no more than shows it.
export async function read(file, most = Number(find("files").dataset.most)) {
  try {
    return { bytes: new Uint8Array(await file.slice(0, most).arrayBuffer()) };
  } catch {
    return { refused: GONE };
  }
}

// A zip that holds a collection, whole; none where it is something else.
export async function resultIn(file) {
  const end = await read(file.slice(-END_OF_ZIP), END_OF_ZIP);
  if (!end.bytes || !new TextDecoder("latin1").decode(end.bytes).includes("collection.sqlite")) return null;
  const { bytes } = await read(file, MOST_OF_RESULT);
  return bytes ? new Blob([bytes]) : null;
}

export async function hasBytes(blob, bytes) {
  const other = new Uint8Array(await blob.arrayBuffer());
  return other.length === bytes.length && other.every((byte, at) => byte === bytes[at]);
}

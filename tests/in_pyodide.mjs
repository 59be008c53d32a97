// Runs a Python program in Pyodide, with folders of this computer mounted for its modules:
// node in_pyodide.mjs PYODIDE PROGRAM FOLDER…
import { readFileSync } from "node:fs";

const [pyodide, program, ...folders] = process.argv.slice(2);
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: pyodide });
folders.forEach((folder, number) => {
  const place = `/mounted/${number}`;
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, place);
  python.runPython(`import sys; sys.path.append("${place}")`);
});
try {
  python.runPython(readFileSync(program, "utf8"));
} catch (error) {
  console.log(String(error.message));
  process.exit(1);
}

// The worker: starts Python, then answers one message after the other with what `gkxl.page.call` gives.
// Before it stand Pyodide's own two scripts, which know nothing of modules here.

self.onmessage = async ({ data: { parts: [wasm, stdlib, library, lock] } }) => {
  const kept = { "memory:/python_stdlib.zip": stdlib, "memory:/pyodide.asm.wasm": wasm };
  self.fetch = async (address) => new Response(kept[String(address)], { headers: { "Content-Type": "application/wasm" } });
  await answering(async () => {
    const python = await loadPyodide({
      indexURL: "memory:/",
      createPyodideModule: _createPyodideModule,
      lockFileContents: JSON.parse(new TextDecoder().decode(lock)),
      stdLibURL: "memory:/python_stdlib.zip",
      packageBaseUrl: "memory:/",
    });
    tell(2);
    python.unpackArchive(library, "zip", { extractDir: "/lib/gkxl" });
    python.runPython("import sys; sys.path.insert(0, '/lib/gkxl')");
    const { call } = python.pyimport("gkxl.page");
    const ask = (...given) => plain(call(tell, ...given));
    self.onmessage = ({ data: { given } }) => answering(() => ask(...given));
    ask("unit.judge", ask("unit.example").made);  // so that the first return waits for no import
    return "ready";
  });
};

// How far long work is: a file that is begun, or how many are done of how many.
function tell(...told) { postMessage({ told }); }

async function answering(work) {
  try {
    const answer = await work();
    postMessage({ answer }, files(answer.made));
  } catch (error) {
    postMessage({ failed: String(error) });
  }
}

// The bytes in an answer, which are handed over and not copied.
function files(made) {
  const found = [made, ...made && typeof made === "object" ? Object.values(made) : []];
  return found.filter((one) => one instanceof Uint8Array).map((one) => one.buffer);
}

function plain(made) {
  const result = made.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  made.destroy();
  return result;
}

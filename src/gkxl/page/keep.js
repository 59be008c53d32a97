// What an office has handed in, kept in this browser where it wants that: parts of any kind, by name.

const NAME = "gkxl";
const STORE = "office";

// A promise for what a request of the database gives.
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

async function within(mode, work) {
  const database = await opened();
  try {
    return await work(database.transaction(STORE, mode).objectStore(STORE));
  } finally {
    database.close();
  }
}

// Whether anything was kept; no where the browser keeps nothing for pages that are opened from a file.
export async function isKept() {
  try {
    const known = await indexedDB.databases();
    return known.some(({ name }) => name === NAME) && Boolean(await within("readonly", (store) => done(store.count())));
  } catch {
    return false;
  }
}

export async function keep(name, part) { await within("readwrite", (store) => done(part === null ? store.delete(name) : store.put(part, name))); }

export async function kept() {
  return within("readonly", async (store) => {
    const [names, parts] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    return new Map(names.map((name, at) => [name, parts[at]]));
  });
}

export async function forget() { await done(indexedDB.deleteDatabase(NAME)); }

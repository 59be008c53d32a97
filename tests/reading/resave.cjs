// Opens workbooks and saves them again: node resave.cjs <package> <where it is> (<from> <to>)...
const [name, where, ...paths] = process.argv.slice(2);
const library = require(where);

const resave = {
  xlsx: async (from, to) => library.writeFile(library.readFile(from), to, { bookSST: true }),
  exceljs: async (from, to) => {
    const book = new library.Workbook();
    await book.xlsx.readFile(from);
    await book.xlsx.writeFile(to);
  },
}[name];

(async () => {
  for (let i = 0; i < paths.length; i += 2) await resave(paths[i], paths[i + 1]);
})();

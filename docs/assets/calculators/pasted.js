/** 粘贴的表格：平台导出的 CSV、从 Excel 复制的制表符表格，或者上传的 CSV 文件。 */

import Papa from "papaparse";

const LARGEST = 1_000_000; // 字节
const SEPARATORS = ["\t", ",", ";", "，"];
const EMPTY = ["", "-", "--", "—", "——", "/", "不适用", "N/A"];
const NUMBER = /^-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$/;
const SHEET = ["504b0304", "d0cf11e0"]; // xlsx、xls 的开头

/**
 * columns：[{key, names: [列名, 别名…], required}]。返回 {rows: [{键: 文字, line}], problems: [文字], unused: [没有用到的列名]}；
 * line 是表格里的第几行，空行也数，与 Excel 左边的行号一样。
 */
export function readTable(text, columns) {
  const plain = text.replace(/^\ufeff/, "");
  const delimiter = separator(plain);
  const { data, errors } = Papa.parse(plain, { delimiter });
  const [header, ...body] = data.map((cells, index) => ({ line: index + 1, cells: cells.map((cell) => cell.trim()) })).filter(({ cells }) => cells.some(Boolean));
  if (!header) return { rows: [], problems: ["没有读到内容：请连同列名一起粘贴。"], unused: [] };
  const found = columns.map(({ names }) => header.cells.flatMap((name, index) => (names.some((each) => bare(each) === bare(name)) ? [index] : [])));
  const lacking = columns.filter(({ required }, index) => required && !found[index].length);
  const problems = [
    ...errors.filter(({ type }) => type === "Quotes").map(({ row }) => `第 ${row + 1} 行的引号没有成对，请检查这一行。`),
    ...lacking.map(({ names }) => `没有找到“${names[0]}”这一列；第一行应当是列名。`),
    ...columns.flatMap(({ names }, index) => (found[index].length > 1 ? [`“${names[0]}”有 ${found[index].length} 列，请只留一列。`] : [])),
    ...body.flatMap(({ line, cells }) => (cells.slice(header.cells.length).some(Boolean) ? [`第 ${line} 行的格子比列名多：数字里有千分位逗号的，去掉逗号，或者给这一格加上英文引号。`] : [])),
  ];
  const row = ({ line, cells }) => ({ line, ...Object.fromEntries(columns.flatMap(({ key }, index) => (found[index].length ? [[key, cells[found[index][0]] ?? ""]] : []))) });
  const used = new Set(found.flat());
  return { rows: lacking.length ? [] : body.map(row), problems, unused: header.cells.filter((name, index) => name && !used.has(index)) };
}

function separator(text) {
  const first = text.split("\n").find((line) => line.trim()) ?? "";
  return SEPARATORS.find((each) => first.includes(each)) ?? ",";
}

/** 列名去掉空白和写在后面的单位，全角半角不分。 */
const bare = (name) => name.normalize("NFKC").replace(/\s/g, "").replace(/\((元|%|名|人|起)\)$|%$/, "");

/** 文字 → 数；空的是 null，读不懂的是 NaN。千分位、百分号、人民币符号、全角都认。 */
export function numberOf(text) {
  const plain = String(text ?? "").normalize("NFKC").replace(/\s/g, "").replace(/^¥/, "").replace(/[元%]$/, "");
  if (EMPTY.includes(plain)) return null;
  return NUMBER.test(plain) ? Number(plain.replaceAll(",", "")) : NaN;
}

/** 写着百分号的。 */
export const isPercent = (text) => /[%％]\s*$/.test(text);

/** 读一个 CSV 文件的文字：UTF-8、UTF-16，都不是的按 GB18030（Excel 中文版另存的）。 */
export async function readFile(file) {
  if (file.size > LARGEST) throw new Error(`“${file.name}”超过 1 MB，请只留要用的列。`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (SHEET.includes(start)) throw new Error(`“${file.name}”是 Excel 文件：请另存为 CSV，或者在 Excel 里选中表格复制，再粘贴到上面。`);
  if (/^(fffe|feff)/.test(start)) return new TextDecoder(start.startsWith("ff") ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

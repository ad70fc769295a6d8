/** 粘贴的表格：平台导出的 CSV、从 Excel 复制的制表符表格，或者上传的 CSV 文件。 */

import Papa from "papaparse";

const LARGEST = 1_000_000; // 字节
const FULL_WIDTH = /[０-９．％，－]/g;
const HALF = Object.fromEntries([..."０１２３４５６７８９．％，－"].map((char, index) => [char, "0123456789.%,-"[index]]));

/** columns：[{key, names: [列名, 别名…], required}]。返回 {rows: [{键: 文字, line}], problems: [文字]}。 */
export function readTable(text, columns) {
  const { data, errors } = Papa.parse(text.replace(/^\ufeff/, "").trim(), { skipEmptyLines: "greedy" });
  if (!data.length) return { rows: [], problems: ["没有读到内容：请连同列名一起粘贴。"] };
  const [header, ...body] = data.map((row) => row.map((cell) => cell.trim()));
  const places = new Map(columns.map(({ key, names }) => [key, header.findIndex((name) => names.includes(name.replace(/\s/g, "")))]));
  const lacking = columns.filter(({ key, required }) => required && places.get(key) < 0);
  const problems = [
    ...errors.filter(({ type }) => type === "Quotes").map(({ row }) => `第 ${row + 1} 行的引号没有成对，请检查这一行。`),
    ...lacking.map(({ names }) => `没有找到“${names[0]}”这一列；第一行应当是列名。`),
  ];
  const rows = lacking.length ? [] : body.map((cells, index) => ({ line: index + 2, ...Object.fromEntries([...places].filter(([, place]) => place >= 0).map(([key, place]) => [key, cells[place] ?? ""])) }));
  return { rows, problems };
}

/** 文字 → 数；空的是 null，读不懂的是 NaN。千分位、百分号、全角都认。 */
export function numberOf(text) {
  const plain = String(text ?? "").replace(FULL_WIDTH, (char) => HALF[char]).replace(/[,%\s元]/g, "");
  if (plain === "" || plain === "-" || plain === "—") return null;
  return /^-?[0-9]+(\.[0-9]+)?$/.test(plain) ? Number(plain) : NaN;
}

/** 读一个 CSV 文件的文字：UTF-8，不是的按 GB18030（Excel 中文版另存的）。 */
export async function readFile(file) {
  if (file.size > LARGEST) throw new Error(`“${file.name}”超过 1 MB，请只留要用的列。`);
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** 填工作簿：把填写值写进显示合同参数的格子；公式的旧结果去掉，打开时重算。哪些格子，见 scripts/term_cells.py。 */

import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

import { NUMBERS } from "./answer-values.js";
import { quoted } from "./runs.js";

const PACKING = { level: 6, mtime: new Date(1980, 0, 1), os: 0, attrs: 0 };
const CELL = /<c r="([A-Z]+\d+)"( s="\d+")?[^>]*?(?:\/>|>(.*?)<\/c>)/gs;

/** cells：文件里的部件 → 格子 → 填写项的键；没有填写值的，留着原来的默认值。 */
export function fillWorkbook(bytes, cells, values, types) {
  const parts = unzipSync(bytes);
  for (const name of Object.keys(parts).filter((part) => part.startsWith("xl/worksheets/sheet"))) {
    const terms = cells[name] ?? {};
    const xml = strFromU8(parts[name]).replace(CELL, (whole, place, style = "", content = "") => {
      const key = terms[place];
      if (key in values) return `<c r="${place}"${style}${valueOf(values[key], types[key])}</c>`;
      const [formula] = /^<f.*<\/f>/s.exec(content) ?? [];
      return formula ? `<c r="${place}"${style}>${formula}</c>` : whole;
    });
    parts[name] = strToU8(xml);
  }
  return zipSync(parts, PACKING);
}

function valueOf(value, type) {
  if (type === "date") return `><v>${(Date.parse(value) - Date.UTC(1899, 11, 30)) / 86_400_000}</v>`;
  return NUMBERS.includes(type) ? `><v>${Number(value)}</v>` : ` t="inlineStr"><is><t xml:space="preserve">${quoted(value)}</t></is>`;
}

/** 填工作簿：把填写值写进显示合同参数的格子；公式的旧结果去掉，打开时重算。哪些格子，见 scripts/term_cells.py。 */

import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

import { NUMBERS } from "./answer-values.js";
import { quoted } from "./runs.js";

const PACKING = { level: 6, mtime: new Date(1980, 0, 1), os: 0, attrs: 0 };
const CELL = /<c r="([A-Z]+\d+)"( s="\d+")?[^>]*?(?:\/>|>(.*?)<\/c>)/gs;

/** cells：文件里的部件 → 格子 → 填写项的键；没有填写值的，留着原来的默认值。 */
export function fillWorkbook(bytes, cells, values, types) {
  const parts = unzipSync(bytes);
  const shown = { ...values, ...firstMonths(values.term_start) };
  for (const name of Object.keys(parts).filter((part) => part.startsWith("xl/worksheets/sheet"))) {
    const terms = cells[name] ?? {};
    const xml = strFromU8(parts[name]).replace(CELL, (whole, place, style = "", content = "") => {
      const key = terms[place];
      if (key in shown) return `<c r="${place}"${style}${valueOf(shown[key], types[key] ?? "date")}</c>`;
      const [formula] = /^<f.*<\/f>/s.exec(content) ?? [];
      return formula ? `<c r="${place}"${style}>${formula}</c>` : whole;
    });
    parts[name] = strToU8(xml);
  }
  return zipSync(parts, PACKING);
}

/** 合作起始日所在的月，和第一个完整的月。 */
function firstMonths(start) {
  if (!start) return {};
  const first = `${start.slice(0, 8)}01`;
  const next = new Date(first);
  if (start !== first) next.setUTCMonth(next.getUTCMonth() + 1);
  return { first_month: first, first_complete_month: next.toISOString().slice(0, 10) };
}

function valueOf(value, type) {
  if (type === "date") return `><v>${(Date.parse(value) - Date.UTC(1899, 11, 30)) / 86_400_000}</v>`;
  return NUMBERS.includes(type) ? `><v>${Number(value)}</v>` : ` t="inlineStr"><is><t xml:space="preserve">${quoted(value)}</t></is>`;
}

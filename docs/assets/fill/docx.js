/* 填写做好的可填写版：控件照旧可用的可填写版，或者只有文字的定稿版。
   文件只拆开一次，填写就是拼接字符串。与 scripts/word/fill.py 一一对应，做出的部件逐字相同。 */

import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

import { PENDING } from "./answers.js";
import { toChinese } from "./numerals.js";
import { FILLED, PENDING_MARK, box, escape, quoted, run } from "./runs.js";
import { OPTION_CLOSING, applies, takeApart } from "./template-parts.js";

const MAIN = "word/document.xml";
const STORE = "customXml/item1.xml";
const STORED = /<c:(\w+)>[^<]*<\/c:\1>/g;
const ISO_DATE = /^\d{4}-\d\d-\d\d$/;
// 只有文字时用不着的：绑定的数据、占位文字、自动编号。
const LIVE_PARTS = ["customXml/", "word/glossary/", "word/numbering.xml"];
const LIVE_ENTRIES = /<Override PartName="\/(?:customXml\/|word\/glossary\/|word\/numbering\.xml)[^<>]*\/>|<Relationship [^<>]*Target="(?:\.\.\/customXml\/|glossary\/|numbering\.xml)[^<>]*\/>/g;
const LISTINGS = ["[Content_Types].xml", "word/_rels/document.xml.rels"];
const NUMBERS = [(number) => `第${toChinese(number)}条 `, (number) => `${number}. `, (number) => `（${number}）`];
// fflate 按本地时间读日期，所以用本地的这一天。
const PACKING = { level: 6, mtime: new Date(1980, 0, 1), os: 0, attrs: 0 };

/** 拆开做好的文件，之后可以填写任意多次。 */
export function openTemplate(bytes) {
  const parts = unzipSync(bytes);
  const store = strFromU8(parts[STORE]);
  return {
    parts, store, flatParts: flattened(parts),
    segments: takeApart(strFromU8(parts[MAIN])), keys: [...store.matchAll(STORED)].map(([, key]) => key),
  };
}

/** shown：每个填写项印出的文字；stored：文件里存的值；kind："fillable" 或 "final"。返回 DOCX 的字节。 */
export function fillTemplate(template, shown, stored, kind) {
  const missing = template.keys.filter((key) => !(key in shown && key in stored));
  if (missing.length) throw new Error(`没有给出填写项的值：${missing.join("、")}。填写值和文件要出自同一版范本。`);
  const pieces = [...printed([...chosen(template.segments, shown)], kind)];
  const print = kind === "final" ? content : control;
  const main = strToU8(pieces.map((piece) => (piece.type === "blank" ? print(piece, shown, stored) : piece)).join(""));
  if (kind === "final") return pack({ ...template.flatParts, [MAIN]: main });
  const store = template.store.replace(STORED, (_, key) => `<c:${key}>${escape(stored[key])}</c:${key}>`);
  return pack({ ...template.parts, [MAIN]: main, [STORE]: strToU8(store) });
}

function pack(parts) {
  return zipSync(parts, PACKING);
}

/** 定稿版需要的部件；占位文字的样式就是不带自动编号的样式。 */
function flattened(parts) {
  const kept = Object.entries(parts).filter(([name]) => !LIVE_PARTS.some((live) => name.startsWith(live)));
  const listed = LISTINGS.map((name) => [name, strToU8(strFromU8(parts[name]).replace(LIVE_ENTRIES, ""))]);
  return { ...Object.fromEntries([...kept, ...listed]), "word/styles.xml": parts["word/glossary/styles.xml"] };
}

/** 留下的各段：选中的选项段去掉框；还没有定的，连框一起留着。 */
function* chosen(segments, shown) {
  for (const segment of segments) {
    if (segment.type !== "option") {
      yield segment;
    } else if (shown[segment.key] === PENDING) {
      yield segment.opening;
      yield* chosen(segment.segments, shown);
      yield OPTION_CLOSING;
    } else if (applies(segment, shown[segment.key])) {
      yield* chosen(segment.segments, shown);
    }
  }
}

/** Word 会印在每条、款、项前面的编号，和引用它的书签时印出的文字。 */
function numbered(segments) {
  const counts = {};
  const numbers = new Map();
  const references = {};
  for (const segment of segments) {
    if (segment.type !== "numbered") continue;
    const counted = (counts[segment.list] ??= [0, 0, 0]);
    counted[segment.level] += 1;
    counted.fill(0, segment.level + 1);
    numbers.set(segment, NUMBERS[segment.level](counted[segment.level]));
    if (segment.bookmark) references[segment.bookmark] = run(numbers.get(segment).replace(/[. ]+$/, ""));
  }
  return { numbers, references };
}

/** 除了空白，都写成文字。 */
function* printed(segments, kind) {
  const { numbers, references } = numbered(segments);
  const final = kind === "final";
  for (const segment of segments) {
    if (segment.type === "frame") {
      yield final ? segment.flat : segment.live;
    } else if (segment.type === "numbered") {
      yield final ? segment.flat + segment.mark + run(numbers.get(segment)) : segment.live + segment.mark;
    } else if (segment.type === "reference") {
      const { target, field, end } = segment;
      if (!(target in references)) throw new Error(`引用的条款“${target}”已被删除。`);
      yield final ? references[target] : field + references[target] + end;
    } else {
      yield segment;
    }
  }
}

function content({ key }, shown) {
  const text = shown[key];
  return typeof text === "boolean" ? box(text) : run(text, text === PENDING ? PENDING_MARK : FILLED);
}

function control(blank, shown, stored) {
  const state = stateOf(blank, shown[blank.key], stored[blank.key]);
  return `<w:sdt>${blank.setup}${state}${blank.rest}<w:sdtContent>${content(blank, shown)}</w:sdtContent></w:sdt>`;
}

/** 控件在文字之外记下的东西，写成属性。 */
function stateOf({ kind, rest }, shown, stored) {
  if (kind === "<w14:checked") return ` w14:val="${Number(shown)}"`;
  if (kind === "<w:date" && ISO_DATE.test(stored)) return ` w:fullDate="${stored}T00:00:00Z"`;
  if (kind === "<w:dropDownList" && rest.includes(` w:value="${quoted(shown)}"`)) return ` w:lastValue="${quoted(shown)}"`;
  return "";
}

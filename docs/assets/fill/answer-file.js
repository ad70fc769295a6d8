/* 读填写内容的文件：一层“键: 值”，YAML 或者 JSON，值照写的样子读进来。
   与 macros/answer_file.py 一一对应，连提示文字也一样。 */

import { COLLECTION_STYLE, EVENT_ALIAS, EVENT_DOCUMENT, EVENT_MAPPING, EVENT_POP, EVENT_SCALAR, SCALAR_STYLE_PLAIN, getScalarValue, parseEvents } from "js-yaml";

import { REFUSED, quoted } from "./answer-values.js";

const TOKEN = /[ \n\t]*("(?:[^"\\\n]|\\.)*"|[^\s"{}[\]:,]+|.|$)/y;
const JSON_NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const JSON_WORDS = new Map([["true", true], ["false", false], ["null", null]]);
const ROOT = ["这里应当是一组“填写项: 值”", "一行写一个填写项，例如“甲方名称: 上海某某商贸有限公司”。"];
const LOST = ["半角 # 后面的文字会被当作注释丢掉", "改用全角“＃”；要保留 # 的，把整个值用半角双引号括起来。"];
const NESTED = "只写一个值；多行文字的写法是：键后面写“: |”，下面各行行首空 2 格。";
const QUOTE = "把整个值用半角双引号括起来。";
// YAML 里常见的写法错误，看样子就认得出。
const MISTAKES = [
  [/^\s*\t/, "这一行用制表符（Tab）缩进", "把 Tab 换成空格；每个填写项顶格写。"],
  [/^[^\s:#"'][^:]*：/, "键后面用了全角冒号“：”", "换成半角冒号加一个空格，例如“甲方名称: 上海某某商贸有限公司”。"],
  [/^[^\s:#"'][^:]*:[^\s:]/, "冒号后面少一个空格", "半角冒号后面加一个空格，例如“甲方名称: 上海某某商贸有限公司”。"],
  [/^[^\s:#"'][^:]*: +([%@`&*!,[\]{}]|[-?] |[|>](?![-+0-9]*\s*(#.*)?$))/, "值以特殊符号开头", QUOTE],
  [/^[^\s:#"'][^:]*: +"[^"]*\\[^\\"/0abefnrtuvxUNLP_ \t]/, "双引号里的反斜杠有特别的意思", "反斜杠写两遍，或者把两头的双引号换成半角单引号。"],
  [/^[^\s:#"'][^:]*: +[^\s"'][^#]*: /, "值里有半角冒号", "改用全角冒号“：”，或把整个值用半角双引号括起来。"],
  [/^[^\s:#"'][^:]*: +"[^"]*$/, "双引号没有成对", "在值的末尾补上半角双引号，或者两个引号都删去。"],
  [/^[^\s:#"'{}[\],.?%-][^:]*$/, "这一行没有半角冒号", "写成“键: 值”；它接着上一行的，改用“键: |”的写法，各行行首空 2 格。"],
];
const OTHER = ["这一行的格式不对，或者缩进与上一行对不上", "每个填写项顶格写成“键: 值”；值里有特殊符号的，用半角双引号括起来。"];

/** 读不下去的地方：行、原因、改法。 */
class Broken extends Error {
  constructor(line, cause, remedy) {
    super(cause);
    Object.assign(this, { line, cause, remedy });
  }
}

/**
 * 文件里的填写值。path 以 .json 结尾的是 JSON，其他是 YAML。
 * @returns {{raw: Object, lines: Object, problems: {path: string, line: number, cause: string, remedy: string}[]}}
 *   raw：键 → 文字、布尔值或 null；lines：键 → 在第几行
 */
export function readAnswerFile(text, path) {
  const raw = new Map();
  const lines = new Map();
  const problems = [];
  text = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  try {
    checkCharacters(text);
    for (const [key, line, value] of path.toLowerCase().endsWith(".json") ? jsonEntries(text) : yamlEntries(text)) {
      if (raw.has(key)) throw new Broken(line, `${quoted(key)}写了两次，第 ${lines.get(key)} 行已经写过`, "留下一处，删去另一处。");
      raw.set(key, value);
      lines.set(key, line);
    }
  } catch (broken) {
    if (!(broken instanceof Broken)) throw broken;
    problems.push({ path, line: broken.line, cause: broken.cause, remedy: broken.remedy });
  }
  return { raw: Object.fromEntries(raw), lines: Object.fromEntries(lines), problems };
}

function lineAt(text, offset) {
  return text.slice(0, offset).split("\n").length;
}

function checkCharacters(text) {
  if (!/[^ \n\t]/.test(text)) throw new Broken(1, "文件是空的", "照样例写上填写项，或者从在线填写页导出一份。");
  const found = REFUSED.exec(text);
  if (!found) return;
  const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  throw new Broken(lineAt(text, found.index), `有看不见的控制字符（U+${code}）`, "删去它前后各一个字再重新输入；或者先粘贴到记事本，再从记事本复制过来。");
}

function* jsonEntries(text) {
  const tokens = jsonTokens(text);
  const next = () => tokens.next().value;
  let [token, line] = next();
  if (token !== "{") throw new Broken(line, "JSON 文件应当以 { 开头", '写成 {"甲方名称": "上海某某商贸有限公司"}。');
  [token, line] = next();
  while (token !== "}") {
    const [key, keyLine] = [jsonValue(token, line), line];
    if (!token.startsWith('"')) {
      throw new Broken(line, `这里应当是半角双引号括起来的键，不是${quoted(token)}`, "键用半角双引号括起来；最后一项后面不写逗号。");
    }
    [token, line] = next();
    if (token !== ":") throw new Broken(line, `${quoted(key)}后面没有半角冒号`, "键和值之间写一个半角冒号。");
    yield [key, keyLine, jsonValue(...next())];
    const [after, afterLine] = next();
    if (![",", "}", ""].includes(after)) throw new Broken(line, `${quoted(key)}的值后面没有半角逗号`, "每一项的末尾写一个半角逗号，最后一项不写。");
    [token, line] = after === "," ? next() : [after, afterLine];
    if (after === "," && token === "}") throw new Broken(afterLine, "最后一项后面多了一个逗号", "删去这个逗号。");
  }
  [token, line] = next();
  if (token) throw new Broken(line, `结尾的 } 后面还有${quoted(token)}`, "一个文件只写一组填写值，删去后面的内容。");
}

/** 逐个给出记号和它的行号；到末尾以后一直是空字符串。 */
function* jsonTokens(text) {
  const pattern = new RegExp(TOKEN);
  for (;;) {
    const found = pattern.exec(text);
    pattern.lastIndex = found.index + found[0].length;
    yield [found[1], lineAt(text, pattern.lastIndex - found[1].length)];
  }
}

/** 数字保持写的样子。 */
function jsonValue(token, line) {
  if (JSON_WORDS.has(token)) return JSON_WORDS.get(token);
  if (JSON_NUMBER.test(token)) return token;
  if (token === "{" || token === "[") throw new Broken(line, "值里又套了一组值", "只写一个值；多行文字在引号里用 \\n 换行。");
  try {
    return JSON.parse(token);
  } catch {
    const cause = token ? `${quoted(token)}不是完整的 JSON 值` : "文件没有写完";
    throw new Broken(line, cause, '文字用半角双引号括起来；引号要成对；里面的双引号写成 \\"，反斜杠写成 \\\\。');
  }
}

function* yamlEntries(text) {
  const rows = text.split("\n");
  let events;
  try {
    events = parseEvents(text, {});
  } catch (error) {
    throw explained(rows, error.mark?.line ?? 0);
  }
  if (events[1]?.type !== EVENT_MAPPING) throw explained(rows, rows.findIndex((row) => row.trim()), ROOT);
  let place = 2;
  for (; events[place].type !== EVENT_POP; place += 2) {
    const [key, value] = [events[place], events[place + 1]];
    const line = lineOf(key, text);
    if (value.type === EVENT_SCALAR && value.style === SCALAR_STYLE_PLAIN && value.valueStart < 0 && /^["']?\s*:\s+#\S/.test(restOfLine(text, key.valueEnd))) throw new Broken(line, ...LOST);
    yield [yamlScalar(key, text, line), line, yamlScalar(value, text, line)];
  }
  if (events.slice(place).some(({ type }) => type === EVENT_DOCUMENT)) {
    throw new Broken(rows.findLastIndex((row) => row.startsWith("---")) + 1, "一个文件里写了几份填写值", "一份填写值一个文件：删去单独一行的“---”和它后面的内容。");
  }
}

function restOfLine(text, offset) {
  return text.slice(offset).split("\n", 1)[0];
}

function lineOf(event, text) {
  return lineAt(text, event.valueStart ?? event.start ?? event.anchorStart);
}

/** 这个值的文字；不是 YAML 照原样读进来的一个值，就抛出 Broken。 */
function yamlScalar(event, text, line) {
  if (event.type === EVENT_ALIAS || event.anchorStart >= 0 || event.tagStart >= 0 || (event.type !== EVENT_SCALAR && event.style === COLLECTION_STYLE.FLOW)) {
    throw new Broken(line, "值以特殊符号开头", QUOTE);
  }
  if (event.type !== EVENT_SCALAR) throw new Broken(line, "值里又套了一组值", NESTED);
  if (event.style === SCALAR_STYLE_PLAIN && event.valueStart >= 0) {
    if (text.slice(event.valueStart, event.valueEnd).includes("\n")) throw new Broken(line, "值分成了几行", NESTED);
    if (/^\s+#\S/.test(restOfLine(text, event.valueEnd))) throw new Broken(line, ...LOST);
  }
  return getScalarValue(text, event);
}

/** 第 line 行（从 0 数）错在哪里：毛病就在这一行或者往上几行。 */
function explained(rows, line, otherwise = OTHER) {
  for (let number = Math.min(line, rows.length - 1); number > Math.max(line - 4, -1); number--) {
    const known = MISTAKES.find(([pattern]) => pattern.test(rows[number]));
    if (known) return new Broken(number + 1, known[1], known[2]);
  }
  return new Broken(line + 1, ...otherwise);
}

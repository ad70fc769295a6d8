/* 填写值：把填进来的内容变成规范的值，再得出每个空白印什么、存什么。
   与 macros/answers.py 一一对应，连提示文字也一样；两边用同一组 tests/vectors 核对。
   form 是 macros/form_data.py 产出的数据。 */

import { amountInWords } from "./amounts.js";
import { nearest } from "./nearest.js";

export const PENDING = "【待定】";
export const NOT_APPLICABLE = "／";
const TEMPLATE_KEYS = ["范本", "template"];
const RESERVED_KEYS = [...TEMPLATE_KEYS, "范本版本", "template_version", "$schema"];
const UNKNOWN_WORDS = ["不知道", "待定", PENDING, "未定"];
const YES = ["true", "是", "√", "1", "勾选", "yes"];
const NO = ["false", "否", "×", "0", "不勾选", "no"];
export const NUMBERS = ["integer", "decimal", "percent", "money"];
const LONGEST = { text: 500, long_text: 10_000 };

const WHITE = /\p{White_Space}/u;
const FULL_WIDTH = /[\uff01-\uff5e]/gu;
// 控制字符、半个代理对、非字符，以及会打乱或者藏起前后文字的符号。
export const REFUSED = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]/u;
const EVERY_REFUSED = new RegExp(REFUSED.source, "gu");
const GROUPED = /^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/;
const NUMBER = /^([0-9]{1,15})(\.[0-9]{1,6})?$/;
const DATE = /^([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)$/;

/** 不能用的填写值：原因和改法。 */
class Refusal extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

/**
 * 规范的填写值和全部错误。
 * @param {Object} raw 标签或者英文名 → 文字、数字、布尔值或 null
 * @returns {{answers: {values: Object, states: Object}, mistakes: {key: string, message: string, remedy: string}[]}}
 *   values：有值并且适用的填写项；states：每个填写项是 given、default、unknown、missing（必填）、blank（可不填）还是 inapplicable
 */
export function readAnswers(raw, form) {
  const fields = new Map(form.fields.flatMap((field) => [[field.key, field], [field.label, field]]));
  const given = new Map();
  const written = new Map();
  const mistakes = [];
  for (const [name, value] of Object.entries(raw)) {
    const field = fields.get(name);
    try {
      if (RESERVED_KEYS.includes(name)) {
        checkTemplate(name, value, form);
      } else if (!field) {
        throw new Refusal(`没有${quoted(name)}这一填写项`, `${nearest(name, fields.keys())}键要与填写项的中文标签或英文名完全一致；用不上的删去这一行。`);
      } else if (written.has(field.key)) {
        throw new Refusal(`【${field.label}】写了两次，另一处的键是${quoted(written.get(field.key))}`, "留下一处，删去另一处。");
      } else {
        written.set(field.key, name);
        given.set(field.key, normalise(value, field));
      }
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      mistakes.push({ key: name, message: refusal.message, remedy: refusal.remedy });
      if (field && !given.has(field.key)) given.set(field.key, null);
    }
  }
  return { answers: settled(given, form), mistakes };
}

function checkTemplate(name, value, form) {
  const slug = trimmed(textOf(value));
  if (TEMPLATE_KEYS.includes(name) && !["", form.document, form.title].includes(slug)) {
    throw new Refusal(`这份填写内容属于另一份范本${quoted(slug)}`, `本范本是“${form.document}”：换一份填写内容，或改正这一行。`);
  }
}

/** 规范的值；没有填是空字符串，不知道是 PENDING；不能用的抛出 Refusal。 */
function normalise(value, field) {
  const { label, type } = field;
  if (typeof value === "object" && value !== null) throw new Refusal(`【${label}】下面写了一组值`, "只写一个值；多行文字合成一段。");
  let text = trimmed(textOf(value).replace(/\r\n?/g, "\n"));
  if (!text || UNKNOWN_WORDS.includes(text)) return text && PENDING;
  const found = REFUSED.exec(text);
  if (found) {
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    const place = `第 ${[...text.slice(0, found.index)].length + 1} 个字（U+${code}）`;
    throw new Refusal(`【${label}】里有看不见的控制字符：${place}`, "删去这个位置前后各一个字再重新输入；或者先粘贴到记事本，再从记事本复制过来。");
  }
  text = text.replaceAll("\t", " ");
  if (text.includes("\n") && type !== "long_text") throw new Refusal(`【${label}】只能写一行`, "删去换行。");
  switch (type) {
    case "text":
    case "long_text": {
      const { length } = [...text];
      if (length > LONGEST[type]) throw new Refusal(`【${label}】太长，现在是 ${length} 个字`, `最多 ${LONGEST[type]} 个字；更长的写进附件。`);
      return text;
    }
    case "choice":
      if (!field.options.includes(text)) throw new Refusal(`【${label}】没有${quoted(text)}这个选项`, `改成以下之一：${field.options.join("、")}。`);
      return text;
    case "checkbox": {
      const word = text.toLowerCase();
      if (![...YES, ...NO].includes(word)) throw new Refusal(`【${label}】是勾选项，不能写${quoted(text)}`, "写“是”或“否”。");
      return YES.includes(word);
    }
    case "date":
      return dateOf(text, field);
    case "amount_in_words":
      throw new Refusal(`【${label}】由对应的金额自动得出，不用填`, "删去这一行。");
    default:
      return numberOf(text, field);
  }
}

function textOf(value) {
  return value === null || value === undefined ? "" : String(value);
}

function trimmed(text) {
  let [start, end] = [0, text.length];
  while (start < end && WHITE.test(text[start])) start++;
  while (start < end && WHITE.test(text[end - 1])) end--;
  return text.slice(start, end);
}

/** 写了什么（开头一段），可以放心显示。 */
export function quoted(text) {
  const letters = [...text];
  const start = letters.slice(0, 20).join("").replace(EVERY_REFUSED, "�").replace(/[\n\t]/g, " ");
  return `“${start}${letters.length > 20 ? "……" : ""}”`;
}

/** 去掉空白，全角字母、数字和标点换成半角。 */
function compact(text) {
  return text.replace(/\p{White_Space}/gu, "").replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}

function numberOf(text, { label, type, unit }) {
  let plain = compact(text);
  const units = [unit, type === "money" && "元", type === "percent" && "%"];
  const ending = units.find((name) => name && plain.endsWith(name)) ?? "";
  plain = plain.slice(0, plain.length - ending.length);
  if (GROUPED.test(plain)) plain = plain.replaceAll(",", "");
  const found = NUMBER.exec(plain);
  if (!found) {
    const hint = unit ? `（单位“${unit}”可以不写）` : "";
    throw new Refusal(`【${label}】写的${quoted(text)}不是数字`, `只写阿拉伯数字${hint}，不写正负号、“约”和“万”；整数最多 15 位，小数最多 6 位。`);
  }
  const [integer, fraction] = [found[1].replace(/^0+(?=.)/, ""), found[2] ?? ""];
  if (type === "integer") {
    if (/[1-9]/.test(fraction)) throw new Refusal(`【${label}】应当是整数，不能写${quoted(text)}`, "去掉小数部分。");
    return integer;
  }
  if (type === "money" && fraction.length > 3) throw new Refusal(`【${label}】最多写到分，不能写${quoted(text)}`, "留两位小数。");
  return integer + fraction;
}

function dateOf(text, { label }) {
  const found = DATE.exec(compact(text));
  const [year, month, day] = found ? [found[1], found[3] ?? found[5], found[4] ?? found[6]].map(Number) : [];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!(year >= 2000 && year <= 2100 && date.getUTCMonth() === month - 1)) {
    throw new Refusal(`【${label}】写的${quoted(text)}不是有效的日期`, "写成 2026-12-01（年-月-日）；年份在 2000 到 2100 之间，日历上要有这一天。");
  }
  return date.toISOString().slice(0, 10);
}

/** given：normalise 的结果，不能用的是 null。 */
function settled(given, form) {
  const values = {};
  const states = {};
  for (const field of form.fields) {
    const { key } = field;
    const value = given.has(key) ? given.get(key) : "";
    if (value === null) {
      states[key] = "missing";
    } else if (value === PENDING) {
      states[key] = "unknown";
    } else if (value !== "") {
      [values[key], states[key]] = [value, "given"];
    } else if (field.default !== "") {
      [values[key], states[key]] = [field.default, "default"];
    } else {
      states[key] = field.required && !field.of ? "missing" : "blank";
    }
  }
  const answers = { values, states };
  dropInapplicable(answers, form);
  for (const { key, of } of form.fields) {
    if (of in values && states[key] === "blank") states[key] = "default";
  }
  return answers;
}

/** 空白所在的文字还可能写进合同，它就适用：还没有定的选择，各个备选都留着。 */
function dropInapplicable(answers, form) {
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  const decided = new Set();
  const decide = (key) => {
    if (!decided.has(key)) {
      decided.add(key);
      const chains = fields.get(key).when;
      if (chains.length && !chains.some((chain) => chain.every(holds))) {
        delete answers.values[key];
        answers.states[key] = "inapplicable";
      }
    }
    return answers.states[key];
  };
  const holds = ({ field: key, in: allowed }) => {
    if (["unknown", "missing"].includes(decide(key))) return fields.get(key).type === "choice";
    return allowed.includes(answers.values[key]);
  };
  for (const key of fields.keys()) decide(key);
}

/** 这个空白写不写进合同。 */
export function applies(answers, key) {
  return answers.states[key] !== "inapplicable";
}

/** 会印成 PENDING 的填写项，按合同的次序。 */
export function unanswered(answers) {
  return Object.keys(answers.states).filter((key) => ["missing", "unknown"].includes(answers.states[key]));
}

/** 每个填写项印什么；勾选项是布尔值。 */
export function shown(answers, form) {
  const printed = Object.fromEntries(form.fields.map((field) => [field.key, printedValue(answers, field)]));
  for (const { key, of } of form.fields) {
    if (!of || !applies(answers, key)) continue;
    const amount = answers.values[of];
    printed[key] = amount ? amountInWords(amount) : printed[of];
  }
  return printed;
}

function printedValue({ values, states }, { key, type }) {
  const value = values[key];
  if (type === "checkbox") return value === true;
  if (value === undefined) return ["missing", "unknown"].includes(states[key]) ? PENDING : NOT_APPLICABLE;
  if (NUMBERS.includes(type)) {
    const [integer, ...fraction] = value.split(".");
    return integer.length > 4 ? [integer.replace(/\B(?=(\d{3})+$)/g, ","), ...fraction].join(".") : value;
  }
  if (type === "date") {
    const [year, month, day] = value.split("-").map(Number);
    return `${year}年${month}月${day}日`;
  }
  return value;
}

/** 每个填写项在 Word 的数据存储里是什么：与印的一样，但日期写成 2026-12-01，勾选项写成 true、false。 */
export function stored(answers, form) {
  const printed = shown(answers, form);
  return Object.fromEntries(
    form.fields.map(({ key, type }) => [key, type === "date" && key in answers.values ? answers.values[key] : String(printed[key])]),
  );
}

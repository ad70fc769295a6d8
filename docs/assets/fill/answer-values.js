/* 一个填写值：写的文字变成规范的值，不能用的说明原因。与 macros/answer_values.py 一一对应，连提示文字也一样。 */

export const PENDING = "【待定】";
const UNKNOWN_WORDS = ["不知道", "待定", PENDING, "未定"];
const YES = ["true", "是", "√", "1", "勾选", "yes"];
const NO = ["false", "否", "×", "0", "不勾选", "no"];
export const NUMBERS = ["integer", "decimal", "percent", "money"];
const LONGEST = { text: 500, long_text: 10_000 };

const WHITE = /\p{White_Space}/u;
const FULL_WIDTH = /[\uff01-\uff5e]/gu;
// 控制字符、半个代理对、非字符，以及会打乱或者藏起前后文字的符号。
export const REFUSED = /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]/u;
const EVERY_REFUSED = new RegExp(REFUSED.source, "gu");
const GROUPED = /^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/;
const NUMBER = /^([0-9]{1,15})(\.[0-9]{1,6})?$/;
const DATE = /^([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)$/;

/** 不能用的填写值：原因和改法。 */
export class Refusal extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

/** 规范的值；没有填是空字符串，不知道是 PENDING；不能用的抛出 Refusal。 */
export function normalise(value, field) {
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

export function textOf(value) {
  return value === null || value === undefined ? "" : String(value);
}

export function trimmed(text) {
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

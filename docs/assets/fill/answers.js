/* 填写值：把填进来的内容变成规范的值，再得出每个空白印什么、存什么。
   与 macros/answers.py 一一对应，连提示文字也一样；两边用同一组 tests/vectors 核对。
   form 是 macros/form_data.py 产出的数据。 */

import { amountInWords } from "./amounts.js";
import { NUMBERS, PENDING, Refusal, normalise, quoted, textOf, trimmed } from "./answer-values.js";
import { nearest } from "./nearest.js";

export { PENDING };

export const NOT_APPLICABLE = "／";
export const TO_WRITE = "　".repeat(6); // 以后才用到的文书，可以不填的空着，留给手写
const TEMPLATE_KEYS = ["范本", "template"];
const RESERVED_KEYS = [...TEMPLATE_KEYS, "范本版本", "template_version", "$schema"];

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
    throw new Refusal(`这份填写内容属于另一份范本${quoted(slug)}`, `这一份是《${form.title}》：换一份填写内容，或改正这一行。`);
  }
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
export function unanswered(answers, form) {
  return form.fields.map(({ key }) => key).filter((key) => ["missing", "unknown"].includes(answers.states[key]));
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

function printedValue({ values, states }, { key, type, later }) {
  const value = values[key];
  if (type === "checkbox") return value === true;
  if (value === undefined) {
    if (["missing", "unknown"].includes(states[key])) return PENDING;
    return states[key] === "blank" && later ? TO_WRITE : NOT_APPLICABLE;
  }
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

/* 填写内容写成 JSON：只写填了的和说了“不知道”的，键是中文标签，以后换了默认值也不会变成别的意思。 */

import { PENDING } from "./answers.js";

export function renderAnswers(answers, form) {
  const head = { $schema: "answers.schema.json", 范本: form.document, 范本版本: form.version };
  const written = { given: (key) => answers.values[key], unknown: () => PENDING };
  const body = form.fields
    .filter(({ key }) => answers.states[key] in written)
    .map(({ key, label }) => [label, written[answers.states[key]](key)]);
  return `${JSON.stringify({ ...head, ...Object.fromEntries(body) }, null, 2)}\n`;
}

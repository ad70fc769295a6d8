/** 条件：合同里的填写项做成的输入框，从默认值、场景或草稿取值，也能送回「在线填写」。 */

import { NUMBERS, PENDING, normalise } from "../fill/answer-values.js";
import { Draft } from "../fill/draft.js";

export class Terms {
  /** root 里是 macros/calculator_parts.py 写的输入框；onChange 在每次改动以后调用。 */
  constructor(root, { fields, presets, defaults }, onChange) {
    Object.assign(this, { root, fields, presets, defaults, taken: {} });
    root.addEventListener("input", ({ target }) => {
      if (target.matches("[data-source]")) this.take(this.source(target.value));
      onChange();
    });
  }

  control(key) {
    return this.root.querySelector(`[data-term="${key}"]`);
  }

  /** 填写项的键 → 数或文字，包括没有输入框的；写得不对的当场标出来，按取来的值算。 */
  values() {
    const values = { ...this.defaults, ...this.taken };
    for (const field of this.fields) {
      const control = this.control(field.key);
      if (!control) continue;
      const { value, reason } = readable(control.value, field);
      control.closest(".term").querySelector(".note").textContent = reason;
      if (reason) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      if (!reason && value !== "") values[field.key] = value;
    }
    return values;
  }

  /** 写得不对的有几处。 */
  get mistakes() {
    return this.root.querySelectorAll("[aria-invalid]").length;
  }

  source(name) {
    return name === "draft" ? this.draft() : (this.presets.find(({ slug }) => slug === name)?.answers ?? {});
  }

  /** answers：键或标签 → 写的值；没有写的回到默认值。 */
  take(answers) {
    this.taken = {};
    for (const field of this.fields) {
      const { key, label, default: fallback } = field;
      const given = answers[key] ?? answers[label] ?? fallback;
      const { value, reason } = readable(given, field);
      if (!reason && value !== "") this.taken[key] = value;
      const control = this.control(key);
      if (control) control.value = given;
    }
  }

  /** 「在线填写」存在这台设备上的草稿。 */
  draft() {
    return new Draft("service-agreement").load()?.given ?? {};
  }

  /** 把这里的条件并进草稿，别的不动；存不了就返回 false。 */
  sendToForm() {
    const draft = new Draft("service-agreement");
    const kept = draft.load() ?? {};
    const own = Object.fromEntries(this.fields.filter(({ key }) => this.control(key)?.value.trim()).map(({ key }) => [key, this.control(key).value]));
    return draft.save({ ...kept, given: { ...kept.given, ...own } });
  }
}

/** 规范的值：数是数，选择是文字；读不懂的说明原因。 */
function readable(text, field) {
  try {
    const value = normalise(text, field);
    if (value === PENDING) return { value: "", reason: "" };
    return { value: value !== "" && NUMBERS.includes(field.type) ? Number(value) : value, reason: "" };
  } catch ({ message, remedy }) {
    return { value: "", reason: `${message}。${remedy ?? ""}` };
  }
}

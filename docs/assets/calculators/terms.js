/** 条件：合同里的填写项做成的输入框，从默认值、场景或草稿取值，也能送回「在线填写」。 */

import { normalise } from "../fill/answer-values.js";
import { Draft } from "../fill/draft.js";

const NUMBERS = new Set(["integer", "decimal", "percent", "money"]);

export class Terms {
  /** root 里是 macros/calculator_parts.py 写的输入框；onChange 在每次改动以后调用。 */
  constructor(root, data, onChange) {
    Object.assign(this, { root, fields: data.fields, presets: data.presets });
    root.addEventListener("input", () => onChange());
    root.querySelector("[data-source]")?.addEventListener("change", ({ target }) => {
      this.take(target.value === "draft" ? this.draft() : (this.presets.find(({ slug }) => slug === target.value)?.answers ?? {}));
      onChange();
    });
  }

  control(key) {
    return this.root.querySelector(`[data-term="${key}"]`);
  }

  /** 填写项的键 → 数或文字；写得不对的不在里面，并且当场标出来。 */
  values() {
    const values = {};
    for (const field of this.fields) {
      const control = this.control(field.key);
      if (!control) continue;
      const note = control.closest(".term").querySelector(".note");
      note.textContent = "";
      control.removeAttribute("aria-invalid");
      try {
        const value = normalise(control.value, field);
        if (value !== "") values[field.key] = NUMBERS.has(field.type) ? Number(value) : value;
      } catch ({ message, remedy }) {
        note.textContent = `${message}。${remedy ?? ""}`;
        control.setAttribute("aria-invalid", "true");
      }
    }
    return values;
  }

  /** answers：键或标签 → 写的值；没有写的回到默认值。 */
  take(answers) {
    for (const { key, label, default: fallback } of this.fields) {
      const control = this.control(key);
      if (control) control.value = answers[key] ?? answers[label] ?? fallback;
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

/** 条件：合同里的填写项做成的输入框，从默认值、场景或草稿取值，也能送回「在线填写」。 */

import { NUMBERS, PENDING, normalise } from "../fill/answer-values.js";
import { Draft } from "../fill/draft.js";
import { element } from "./element.js";

export class Terms {
  /** root 里是 macros/calculator_parts.py 写的输入框；onChange 在每次改动以后调用；mayBeBlank：合同写明了没有填写怎么办的填写项。 */
  constructor(root, { fields, presets, defaults }, onChange, mayBeBlank = []) {
    Object.assign(this, { root, fields, presets, defaults, mayBeBlank, taken: {} });
    this.sourceNote = element("span", { className: "note" });
    root.querySelector("[data-source]").after(this.sourceNote);
    this.problem = element("p", { className: "note problem", role: "status" });
    root.append(this.problem);
    root.addEventListener("input", ({ target }) => {
      if (target.matches("[data-source]")) this.take(this.source(target.value));
      onChange();
    });
  }

  control(key) {
    return this.root.querySelector(`[data-term="${key}"]`);
  }

  /** 填写项的键 → 数或文字，包括没有输入框的；空着的、写得不对的当场说明，按默认值算。 */
  values() {
    const values = { ...this.defaults, ...this.taken };
    const notes = new Map([...this.root.querySelectorAll(".term .note")].map((note) => [note, []]));
    for (const field of this.fields) {
      const { key, unit } = field;
      const control = this.control(key);
      if (!control) continue;
      const { value, reason } = readable(control.value, field);
      const fallback = this.mayBeBlank.includes(key) && !reason ? undefined : this.defaults[key];
      delete values[key];
      const used = value === "" ? fallback : value;
      if (used !== undefined) values[key] = used;
      const instead = value === "" && used !== undefined ? `${reason || "空着，"}先按 ${used}${unit ? ` ${unit}` : ""} 算。` : reason;
      notes.get(control.closest(".term").querySelector(".note")).push(instead);
      if (reason) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    notes.delete(this.sourceNote);
    for (const [note, texts] of notes) note.textContent = texts.join("");
    return values;
  }

  /** 整套条件有什么不对；没有就是空的。 */
  say(text) {
    if (this.problem.textContent !== text) this.problem.textContent = text;
  }

  /** 写得不对的有几处。 */
  get mistakes() {
    return this.root.querySelectorAll("[aria-invalid]").length;
  }

  source(name) {
    const answers = name === "draft" ? this.draft() : (this.presets.find(({ slug }) => slug === name)?.answers ?? {});
    this.sourceNote.textContent = answers ? "" : "这个浏览器里没有“在线填写”的草稿，先按默认值。";
    return answers ?? {};
  }

  /** answers：键或标签 → 写的值；没有写的回到默认值。 */
  take(answers) {
    this.taken = {};
    for (const field of this.fields) {
      const { key, label, default: fallback } = field;
      const written = answers[key] ?? answers[label] ?? fallback;
      const given = typeof written === "object" ? "" : written;
      const { value, reason } = readable(given, field);
      if (!reason && value !== "") this.taken[key] = value;
      const control = this.control(key);
      if (control) control.value = given;
    }
  }

  /** 「在线填写」存在这台设备上的填写值；没有草稿的是 null。 */
  draft() {
    const given = record(new Draft("service-agreement").load()).given;
    return given === undefined ? null : record(given);
  }

  /** 把这里的条件并进草稿，别的不动；存不了就返回 false。 */
  sendToForm() {
    const draft = new Draft("service-agreement");
    const kept = record(draft.load());
    const own = Object.fromEntries(this.fields.filter(({ key }) => this.control(key)?.value.trim()).map(({ key }) => [key, this.control(key).value]));
    return draft.save({ ...kept, given: { ...record(kept.given), ...own } });
  }
}

/** 草稿也许被改坏了：不是一组键和值的，当作没有。 */
const record = (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});

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

/** 核对：每一项下面的提醒，下载前的汇总。 */

const LOOKS = { 违法或无效: "void", 高风险: "high", 建议: "advice", 提示: "hint", 写法不对: "mistake" };

export class Review {
  /** onSafer(键, 值)：采用更稳妥的值；onGo(键)：去填这一项；lawPage：法规登记表的地址。 */
  constructor(root, form, { onSafer, onGo, lawPage }) {
    Object.assign(this, { form, onSafer, onGo, lawPage });
    this.list = root.querySelector(".review-list");
    this.link = root.querySelector(".to-review");
    this.voice = root.querySelector(".fill-voice");
    this.shown = new Map();
  }

  /** mistakes：写法不对的；findings：规则发现的，key 是列在本页哪一项下面；missing、unknown：没填的和还不知道的键。返回新出现的提醒。 */
  update({ mistakes, findings, missing, unknown }) {
    const notes = [...mistakes.map((mistake) => ({ ...mistake, level: "写法不对", fields: [mistake.key] })), ...findings];
    const fresh = [...this.form.entries.values()].flatMap((entry) => this.annotate(entry, notes.filter((note) => note.key === entry.key)));
    this.summarise(notes, missing, unknown);
    return fresh;
  }

  /** 给读屏软件：只读新出现的，提示不读。 */
  announce(fresh) {
    const spoken = fresh.filter(({ level }) => level !== "提示");
    this.voice.textContent = spoken.map(({ level, message, key }) => `${this.form.entries.get(key).label}，${level}：${message}`).join(" ");
  }

  annotate(entry, notes) {
    const texts = notes.map((note) => JSON.stringify(note));
    const before = this.shown.get(entry.key) ?? [];
    if (before.join() === texts.join()) return [];
    this.shown.set(entry.key, texts);
    entry.note.replaceChildren(...notes.map((note) => this.note(note)));
    entry.row.classList.toggle("flagged", notes.some(({ level }) => level !== "提示"));
    entry.control.toggleAttribute("aria-invalid", false);
    if (notes.some(({ level }) => level === "写法不对")) entry.control.setAttribute("aria-invalid", "true");
    return notes.filter((_, place) => !before.includes(texts[place]));
  }

  note({ level, message, remedy, law, safer_value: safer, fields, key }) {
    const parts = [element("p", {}, element("b", {}, level), ` ${message}`), element("p", { className: "remedy" }, remedy)];
    if (law) parts.push(element("p", { className: "law" }, "依据：", this.lawLink(law), `，施行：${law.effective}`));
    if (safer && key === fields[0]) {
      const button = element("button", { type: "button", className: "safer" }, `改为 ${safer}${this.form.entries.get(key).field.unit ?? ""}`);
      button.addEventListener("click", () => this.onSafer(key, safer));
      parts.push(button);
    }
    return element("div", { className: `finding finding-${LOOKS[level]}` }, ...parts);
  }

  lawLink(law) {
    return element("a", { href: `${this.lawPage}#${law.id}`, target: "_blank", rel: "noopener" }, `${law.citation}（新窗口）`);
  }

  summarise(notes, missing, unknown) {
    const counts = Object.keys(LOOKS).map((level) => [level, notes.filter((note) => note.level === level).length]).filter(([, count]) => count);
    const open = [missing.length && `${missing.length} 项没填`, unknown.length && `${unknown.length} 项还不知道`].filter(Boolean);
    const facts = [open.length && `${open.join("，")}，会印成【待定】`, ...counts.map(([level, count]) => `${count} 处${level}`)].filter(Boolean);
    const summary = facts.length ? `${facts.join("；")}。` : "每一项都有了，没有发现要提醒的。";
    const text = JSON.stringify([summary, notes, missing, unknown]);
    if (this.summary === text) return;
    this.summary = text;
    const order = ["写法不对", ...Object.keys(LOOKS)];
    const sorted = [...notes].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
    const list = (kept) => element("ul", { className: "review-notes" }, ...sorted.filter(kept).map((note) => this.line(note)));
    this.list.replaceChildren(
      element("p", { className: "review-summary" }, summary),
      list(({ level }) => level !== "提示"),
      ...fold("提示", notes.filter(({ level }) => level === "提示").length, list(({ level }) => level === "提示")),
      ...fold("没填的", missing.length, this.links(missing)),
      ...fold("还不知道的", unknown.length, this.links(unknown)),
    );
    const serious = notes.filter(({ level }) => ["违法或无效", "高风险", "写法不对"].includes(level)).length;
    this.link.textContent = serious ? `核对和下载（${serious}）` : "核对和下载";
  }

  line(note) {
    return element("li", { className: `finding-${LOOKS[note.level]}` }, element("b", {}, note.level), " ", this.go(note.key), `：${note.message}`);
  }

  links(keys) {
    return element("p", {}, ...keys.flatMap((key, place) => (place ? ["、", this.go(key)] : [this.go(key)])));
  }

  go(key) {
    const link = element("a", { href: `#fill-${key}` }, this.form.entries.get(key).label);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.onGo(key);
    });
    return link;
  }
}

/** 不急着看的，先收起。 */
function fold(name, count, content) {
  return count ? [element("details", { className: "review-fold" }, element("summary", {}, `${name} ${count} 项`), content)] : [];
}

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** 合同包：一份填写内容各份文件通用；页面上方列出每一份，还差几项。 */

export class Pack {
  constructor(root, form) {
    this.documents = form.documents.map((document) => ({ ...document, link: root.querySelector(`[data-document="${document.slug}"]`) }));
    this.own = this.documents.find(({ slug }) => slug === root.dataset.document);
    this.scripts = Object.fromEntries(this.documents.map(({ slug, link }) => [slug, link.dataset.word]));
    this.scripts.workbooks = root.querySelector(".fill-documents").dataset.workbooks;
  }

  /** 手机上各份排成一行：本页的滑到眼前。 */
  reveal() {
    const { link } = this.own;
    link.closest("ul").scrollLeft = link.offsetLeft - link.closest("ul").offsetLeft;
  }

  /** states：每个填写项的状态。 */
  update(states) {
    for (const { keys, link } of this.documents) {
      const open = keys.filter((key) => states[key] === "missing" || states[key] === "unknown").length;
      const text = open ? `差 ${open} 项` : "";
      const mark = link.nextElementSibling;
      if (mark.textContent !== text) mark.textContent = text;
    }
  }

  /** 这一项在哪一份文件里：本页有就是本页，没有就是最先用到它的那一份。 */
  home(key) {
    return [this.own, ...this.documents].find(({ keys }) => keys.includes(key));
  }
}

/** 下载：Word、填写内容和 ZIP 都在浏览器里现做；PDF 用浏览器自己的打印。 */

import { strToU8, zipSync } from "fflate";

import { openTemplate, fillTemplate } from "./docx.js";
import { offer } from "./offer.js";

const STAMP = new Date(1980, 0, 1);
export class Downloads {
  constructor(form, docx) {
    this.title = form.title;
    this.docx = docx;
  }

  /** 拆开范本要一点时间：页面闲下来先做好，点下载时就快。 */
  template() {
    this.opened ??= openTemplate(Uint8Array.from(atob(this.docx), (char) => char.charCodeAt(0)));
    return this.opened;
  }

  /** 文件名和内容；texts：印出的文字，stored：控件里存的值，answers、report：填写内容和核对报告的文字。 */
  files({ texts, stored, answers, report }, kind) {
    const word = (name, kind) => ({ [`${this.title}-${name}.docx`]: fillTemplate(this.template(), texts, stored, kind) });
    const makers = {
      final: () => word("定稿版", "final"),
      fillable: () => word("可填写版", "fillable"),
      answers: () => ({ [`${this.title}-填写内容.json`]: strToU8(answers) }),
      zip: () => {
        const all = { ...makers.final(), ...makers.fillable(), ...makers.answers(), [`${this.title}-核对报告.txt`]: strToU8(report) };
        return { [`${this.title}.zip`]: zipSync(all, { level: 0, mtime: STAMP }) };
      },
    };
    return makers[kind]();
  }

  save(content, kind) {
    const files = this.files(content, kind);
    for (const [name, data] of Object.entries(files)) offer(name, data);
    return Object.keys(files)[0];
  }
}

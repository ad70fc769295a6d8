/** 下载：Word、填写内容和 ZIP 都在浏览器里现做；PDF 用浏览器自己的打印。 */

import { strToU8, zipSync } from "fflate";

import { openTemplate, fillTemplate } from "./docx.js";
import { offer } from "./offer.js";
import { fillWorkbook } from "./workbook.js";

const STAMP = new Date(1980, 0, 1);
const WORD = { final: "定稿版", fillable: "可填写版" };

export class Downloads {
  /** form：合同包，各份文件共用的填写内容、报告和 ZIP 都叫合同的名字；scripts：每份文件的 Word 范本和工作簿在哪里（英文名 → 地址）。 */
  constructor(form, scripts) {
    Object.assign(this, { form, title: form.title, scripts, opened: {} });
    this.types = Object.fromEntries(form.fields.map(({ key, type }) => [key, type]));
  }

  /** 拆开范本要一点时间：页面闲下来先做好，点下载时就快。 */
  template(slug) {
    this.opened[slug] ??= openTemplate(bytesOf(window.fillFiles[slug]));
    return this.opened[slug];
  }

  /** 本页文件的一种 Word，或者填写内容；返回文件名。texts：印出的文字，stored：控件里存的值，answers：填写内容的文字。 */
  save({ slug, file }, { texts, stored, answers }, kind) {
    const [name, data] = kind === "answers" ? [`${this.title}-填写内容.json`, strToU8(answers)] : [wordName(file, kind), fillTemplate(this.template(slug), texts, stored, kind)];
    const plain = name.split("/").pop();
    offer(plain, data);
    return plain;
  }

  /** 每份文件的两种 Word、工作簿、填写内容和核对报告，打成一个 ZIP；返回文件名。其他文件的范本这时才取，取不到就抛出错误。 */
  async savePack({ texts, stored, values, answers, report }) {
    const { documents } = this.form;
    await Promise.all(Object.keys(this.scripts).map((name) => this.fetch(name)));
    const files = { [`${this.title}-填写内容.json`]: strToU8(answers), [`${this.title}-核对报告.txt`]: strToU8(report) };
    for (const { slug, file } of documents) {
      await new Promise((done) => setTimeout(done)); // 让页面喘口气
      for (const kind of Object.keys(WORD)) files[wordName(file, kind)] = fillTemplate(this.template(slug), texts, stored, kind);
    }
    for (const { file, cells, data } of window.fillFiles.workbooks) files[file] = fillWorkbook(bytesOf(data), cells, values, this.types);
    const name = `${this.title}-整套.zip`;
    offer(name, zipSync(files, { level: 0, mtime: STAMP }));
    return name;
  }

  /** 用 script 取而不用 fetch：从文件夹打开的离线版也取得到。 */
  fetch(name) {
    if (window.fillFiles[name]) return undefined;
    return new Promise((onload, onerror) => document.head.append(Object.assign(document.createElement("script"), { src: this.scripts[name], onload, onerror })));
  }
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

const wordName = (file, kind) => `${file}-${WORD[kind]}.docx`;

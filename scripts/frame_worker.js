/* 离线版的搜索：从文件夹打开的网页不能用 Worker，同一个脚本改在一个看不见的 iframe 里运行。 */
"use strict";

window.Worker = class extends EventTarget {
  #inside;
  #ready;

  constructor(address) {
    super();
    const frame = document.createElement("iframe");
    frame.hidden = true;
    document.body.append(frame);
    this.#inside = frame.contentWindow;
    // Firefox 稍后还会把空白页再载入一次，写过的不会。
    this.#inside.document.open();
    this.#inside.document.close();
    const script = new URL(address, location);
    this.#inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
    this.#inside.importScripts = async (...addresses) => {
      for (const each of addresses) await this.#load(new URL(each, script));
    };
    this.#ready = this.#load(script);
  }

  #load(address) {
    return new Promise((done, failed) => {
      const script = this.#inside.document.createElement("script");
      Object.assign(script, { src: address, onload: done, onerror: failed });
      this.#inside.document.body.append(script);
    });
  }

  async postMessage(data) {
    await this.#ready;
    this.#inside.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) }));
  }
};

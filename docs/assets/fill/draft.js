/** 草稿：只写进这台设备的浏览器存储，关掉再开还在；浏览器不让写的，照常填写，只是不保存。 */

export class Draft {
  constructor(slug) {
    this.name = `在线填写：${slug}`;
  }

  load() {
    try {
      return JSON.parse(localStorage.getItem(this.name));
    } catch {
      return null;
    }
  }

  /** 存好了没有。 */
  save(content) {
    try {
      localStorage.setItem(this.name, JSON.stringify(content));
      return true;
    } catch {
      return false;
    }
  }

  clear() {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // 不让写的浏览器里也没有草稿可清
    }
  }
}

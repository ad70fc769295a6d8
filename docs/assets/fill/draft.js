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

  /** content 是 null 就清掉。返回要存的存好了没有。 */
  save(content) {
    try {
      if (content) localStorage.setItem(this.name, JSON.stringify(content));
      else localStorage.removeItem(this.name);
      return true;
    } catch {
      return !content;
    }
  }
}

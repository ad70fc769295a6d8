/** 草稿：只写进这台设备的浏览器存储，关掉再开还在；浏览器不让写的，照常填写，只是不保存。 */

export class Draft {
  constructor(slug) {
    this.name = `在线填写：${slug}`;
  }

  /** 在别的页面里改过，这里还没有读到。 */
  get changed() {
    return this.text !== read(this.name);
  }

  load() {
    this.text = read(this.name);
    try {
      return JSON.parse(this.text);
    } catch {
      return null;
    }
  }

  /** content 是 null 就清掉。返回要存的存好了没有。 */
  save(content) {
    try {
      if (content) localStorage.setItem(this.name, JSON.stringify(content));
      else localStorage.removeItem(this.name);
      this.text = read(this.name);
      return true;
    } catch {
      return !content;
    }
  }
}

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

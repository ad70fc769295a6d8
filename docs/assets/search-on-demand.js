/* 主题一打开页面就取检索用的数据，比页面本身还大；这里让它等到有人要搜索。须在主题的脚本之前运行。 */
"use strict";

{
  const { open, send } = XMLHttpRequest.prototype;
  const wanted = new Promise((resolve) => {
    if (new URLSearchParams(location.search).has("q")) resolve();
    else addEventListener("focusin", ({ target }) => target.closest(".md-search") && resolve());
  });

  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.waits = String(address).endsWith("/search/search_index.json");
    return open.call(this, method, address, ...rest);
  };

  XMLHttpRequest.prototype.send = function (...body) {
    if (this.waits) wanted.then(() => send.apply(this, body));
    else send.apply(this, body);
  };
}

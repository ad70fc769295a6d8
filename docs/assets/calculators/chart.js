/** 图：颜色跟着明暗走，方向键逐点读，下面附数据表，能存成 PNG 和 CSV。 */

import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";
import Papa from "papaparse";

import { offer } from "../fill/offer.js";
import { element } from "./element.js";

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

const DASHES = [[], [6, 4], [2, 3], [10, 3, 2, 3], [12, 4]];
const POINTS = ["circle", "rectRot", "triangle", "rect", "star"];

export class Figure {
  /** title：图名；unit：纵轴单位；digits：显示几位小数；stacked：柱子叠放。 */
  constructor(root, { title, unit, digits = 2, stacked = false }) {
    Object.assign(this, { title, unit, digits, stacked, at: 0 });
    this.canvas = element("canvas", { tabIndex: 0 });
    this.canvas.setAttribute("role", "img");
    this.voice = element("p", { className: "chart-voice" });
    this.voice.setAttribute("role", "status");
    this.table = element("div", { className: "chart-table", tabIndex: 0 });
    this.table.setAttribute("role", "group");
    this.table.setAttribute("aria-label", `${title}：数据表`);
    const tool = (text, act) => element("button", { type: "button", className: "quiet", textContent: text, onclick: act });
    root.replaceChildren(
      element("figcaption", {}, [element("b", { textContent: title }), tool("存为 PNG", () => this.savePicture()), tool("存为 CSV", () => this.saveTable())]),
      element("div", { className: "chart-canvas" }, [this.canvas]),
      this.voice,
      element("details", {}, [element("summary", { textContent: "数据表" }), this.table]),
    );
    root.classList.add("chart");
    this.canvas.addEventListener("keydown", (event) => this.step(event));
    new MutationObserver(() => this.draw()).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  }

  /** labels：横轴；series：[{name, values, kind: "bar"|"line", stack}]，没有值的是 null。 */
  update({ labels, series }) {
    Object.assign(this, { labels, series });
    this.canvas.setAttribute("aria-label", `${this.title}。${this.summary()}用左右方向键逐点读数，全部数据在图下面的数据表里。`);
    this.draw();
    this.writeTable();
  }

  summary() {
    return this.series.map(({ name, values }) => `${name}：${this.range(values.filter((value) => value !== null))}；`).join("");
  }

  range(values) {
    return values.length ? `最低 ${this.text(Math.min(...values))}，最高 ${this.text(Math.max(...values))}` : "没有数据";
  }

  text(value) {
    return value === null ? "—" : `${value.toLocaleString("zh-CN", { maximumFractionDigits: this.digits })} ${this.unit}`;
  }

  draw() {
    if (!this.series) return;
    const look = getComputedStyle(this.canvas);
    const colour = (name) => look.getPropertyValue(name).trim();
    const ink = colour("--md-default-fg-color--light");
    const grid = colour("--md-default-fg-color--lightest");
    const datasets = this.series.map(({ name, values, kind, stack }, index) => {
      const own = colour(`--chart-${(index % 5) + 1}`);
      const line = { borderDash: DASHES[index % 5], pointStyle: POINTS[index % 5], pointRadius: 4, borderWidth: 2, spanGaps: true };
      return { type: kind, label: name, data: values, stack, borderColor: own, backgroundColor: own, ...(kind === "line" ? line : {}) };
    });
    const scale = (extra) => ({ ticks: { color: ink }, grid: { color: grid }, stacked: this.stacked, ...extra });
    const options = {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: { x: scale({}), y: scale({ title: { display: true, text: this.unit, color: ink } }) },
      plugins: {
        legend: { labels: { color: ink, usePointStyle: true } },
        tooltip: { callbacks: { label: ({ dataset, raw }) => `${dataset.label}：${this.text(raw)}` } },
      },
    };
    if (this.chart) {
      Object.assign(this.chart.data, { labels: this.labels, datasets });
      this.chart.options = options;
      this.chart.update();
    } else {
      this.chart = new Chart(this.canvas, { data: { labels: this.labels, datasets }, options });
    }
  }

  step(event) {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!move || !this.labels?.length) return;
    event.preventDefault();
    this.at = Math.min(this.labels.length - 1, Math.max(0, this.at + move));
    const points = this.series.flatMap(({ values }, datasetIndex) => (values[this.at] === null ? [] : [{ datasetIndex, index: this.at }]));
    this.chart.tooltip.setActiveElements(points, { x: 0, y: 0 });
    this.chart.update();
    this.voice.textContent = `${this.labels[this.at]}：${this.series.map(({ name, values }) => `${name} ${this.text(values[this.at])}`).join("，")}`;
  }

  rows() {
    return this.labels.map((label, index) => [label, ...this.series.map(({ values }) => values[index])]);
  }

  header() {
    return ["", ...this.series.map(({ name }) => `${name}（${this.unit}）`)];
  }

  writeTable() {
    const cells = (tag, row) => row.map((value, index) => element(index || tag === "th" ? tag : "th", { textContent: typeof value === "number" ? value.toLocaleString("zh-CN", { maximumFractionDigits: this.digits }) : (value ?? "—") }));
    this.table.replaceChildren(
      element("table", {}, [
        element("thead", {}, [element("tr", {}, cells("th", this.header()))]),
        element("tbody", {}, this.rows().map((row) => element("tr", {}, cells("td", row)))),
      ]),
    );
  }

  /** 图片带底色：透明的贴进深色文档里看不见字。 */
  savePicture() {
    const paper = element("canvas", { width: this.canvas.width, height: this.canvas.height });
    const pen = paper.getContext("2d");
    pen.fillStyle = getComputedStyle(this.canvas).getPropertyValue("--md-default-bg-color");
    pen.fillRect(0, 0, paper.width, paper.height);
    pen.drawImage(this.canvas, 0, 0);
    paper.toBlob((blob) => offer(`${this.title}.png`, blob));
  }

  saveTable() {
    offer(`${this.title}.csv`, "\ufeff" + Papa.unparse([this.header(), ...this.rows()]));
  }
}

// The browser's engine for tests/engine.py: one JSON request per line in, one JSON answer per line out.
import { createInterface } from "node:readline";

import { amountInWords } from "../docs/assets/fill/amounts.js";
import { readAnswerFile } from "../docs/assets/fill/answer-file.js";
import { readAnswers, shown, stored, unanswered } from "../docs/assets/fill/answers.js";
import { isCreditCode } from "../docs/assets/fill/credit-code.js";
import { findings } from "../docs/assets/fill/limits.js";
import { nearest } from "../docs/assets/fill/nearest.js";
import * as band from "../docs/assets/operations/band.js";
import * as interest from "../docs/assets/operations/interest.js";
import * as rounding from "../docs/assets/operations/rounding.js";
import * as scorecard from "../docs/assets/operations/scorecard.js";
import * as settlement from "../docs/assets/operations/settlement.js";
import * as surge from "../docs/assets/operations/surge.js";
import * as turnover from "../docs/assets/operations/turnover.js";
import * as workforce from "../docs/assets/operations/workforce.js";

const operations = { ...band, ...interest, ...rounding, ...scorecard, ...settlement, ...surge, ...turnover, ...workforce };
const forms = new Map();
const calls = {
  form: (name, form) => forms.set(name, form).size,
  read(name, raw) {
    const form = forms.get(name);
    const { answers, mistakes } = readAnswers(raw, form);
    return { ...answers, mistakes, shown: shown(answers, form), stored: stored(answers, form), unanswered: unanswered(answers, form), findings: findings(answers, form) };
  },
  milliseconds(name, raw, rounds) {
    const form = forms.get(name);
    const start = performance.now();
    for (let round = 0; round < rounds; round++) findings(readAnswers(raw, form).answers, form);
    return (performance.now() - start) / rounds;
  },
  file: readAnswerFile,
  amount: amountInWords,
  creditCode: isCreditCode,
  nearest,
  operation: (name, ...parameters) => operations[name](...parameters),
  pattern: (source, text) => new RegExp(source, "u").exec(text)?.[0] ?? "",
};

for await (const line of createInterface({ input: process.stdin })) {
  const [call, ...parameters] = JSON.parse(line);
  console.log(JSON.stringify(calls[call](...parameters)));
}

// The browser's self-test for tests/test_dispatch_signs.py: one JSON request [call, ...parameters] per line in, one JSON answer per line out.
import { createInterface } from "node:readline";

import { assess, namer, scan } from "../docs/assets/calculators/dispatch-signs.js";

let data;
const calls = {
  data: (given) => Boolean((data = given)),
  assess: (answers) => assess(answers, data),
  scan: (text, names) => scan(text, data.scan, namer(names ?? {})),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [call, ...parameters] = JSON.parse(line);
  console.log(JSON.stringify(calls[call](...parameters)));
}

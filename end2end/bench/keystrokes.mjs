// node end2end/bench/keystrokes.mjs <address> <plan>: types into the checklist of a scheme with two thousand criteria and
// says how long the page works on each key: from the key until everything that follows from it has run.
import { readFile } from "node:fs/promises";
import { launch, logIn } from "./browser.mjs";

const KEYS = 60;

const [address, file] = process.argv.slice(2);
const plan = JSON.parse(await readFile(file, "utf8"));

const browser = await launch();
const tab = await browser.newPage();
await logIn(tab, address, plan.officer);
// Everything that is asked is answered, as at the end of the work.
await tab.goto(`${address}${plan.base}/studio/${plan.large}/preview/1?sample=best`, { timeout: 120_000 });
await tab.locator("body[data-live=yes]").waitFor({ timeout: 120_000 });
await tab.waitForTimeout(1_000);

/** Types into one field again and again; milliseconds for each key. */
async function typing([selector, values, keys]) {
  const field = document.querySelector(selector);
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set;
  const channel = new MessageChannel();
  const rest = () => new Promise((done) => {
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
  const times = [];
  for (let key = 0; key < keys; key += 1) {
    await new Promise((done) => setTimeout(done, 60));
    set.call(field, values[key % values.length]);
    const begun = performance.now();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    // What follows runs as microtasks, which are done before the next message.
    await rest();
    times.push(performance.now() - begun);
  }
  channel.port1.close();
  return times;
}

const count = await tab.evaluate(typing, [".items input[inputmode=numeric]", ["1", "2", "0"], KEYS]);
const remark = await tab.evaluate(typing, [".items textarea", ["一", "一二", "一二三"], KEYS]);
await browser.close();

const told = (times) => {
  const sorted = times.slice(5).toSorted((a, b) => a - b);
  const at = (share) => Number(sorted[Math.floor((sorted.length - 1) * share)].toFixed(2));
  return { middle_ms: at(0.5), p95_ms: at(0.95), most_ms: at(1) };
};
const [figure, text] = [told(count), told(remark)];
console.log(JSON.stringify({ middle_ms: Math.max(figure.middle_ms, text.middle_ms), figure, text, keys: KEYS }));

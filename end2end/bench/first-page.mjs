// node end2end/bench/first-page.mjs <address> <plan>: opens a clerk's page in Chromium with a processor four times as
// slow, first with an empty cache, then again; says what came over the wire and when the checklist was awake.
import { readFile } from "node:fs/promises";
import { launch, logIn } from "./browser.mjs";

const SLOWER = 4;
const ROUNDS = 5;

const [address, file] = process.argv.slice(2);
const plan = JSON.parse(await readFile(file, "utf8"));
const [clerk] = plan.clerks;
const page = `${address}${plan.base}/cases/${clerk.case}/fill/${plan.section}`;

const browser = await launch();

/** The page marks its body once the checklist listens. */
function watch() {
  const told = () => {
    if (document.body?.dataset.live === "yes" && !window.awakeAt) window.awakeAt = performance.now();
  };
  new MutationObserver(told).observe(document, { subtree: true, childList: true, attributeFilter: ["data-live"] });
}

async function open(tab, session) {
  const asked = new Map();
  const seen = (event) => asked.set(event.requestId, { url: event.request.url, bytes: 0, cached: false });
  const answered = (event) => {
    const request = asked.get(event.requestId);
    if (request && event.response.fromDiskCache) request.cached = true;
  };
  const kept = (event) => {
    const request = asked.get(event.requestId);
    if (request) request.cached = true;
  };
  const loaded = (event) => {
    const request = asked.get(event.requestId);
    if (request) request.bytes = event.encodedDataLength;
  };
  session.on("Network.requestWillBeSent", seen);
  session.on("Network.responseReceived", answered);
  session.on("Network.requestServedFromCache", kept);
  session.on("Network.loadingFinished", loaded);
  await tab.goto(page, { waitUntil: "load" });
  await tab.waitForFunction(() => window.awakeAt, null, { timeout: 60_000 });
  await tab.waitForTimeout(300);
  const awake = await tab.evaluate(() => window.awakeAt);
  for (const [name, listener] of [
    ["Network.requestWillBeSent", seen],
    ["Network.responseReceived", answered],
    ["Network.requestServedFromCache", kept],
    ["Network.loadingFinished", loaded],
  ]) {
    session.off(name, listener);
  }
  const all = [...asked.values()];
  const wire = all.filter((request) => !request.cached);
  return {
    awake,
    bytes: wire.reduce((sum, request) => sum + request.bytes, 0),
    files_asked: wire.filter((request) => request.url.includes("/pkg/")).length,
    parts: Object.fromEntries(wire.map((request) => [new URL(request.url).pathname.split("/").pop(), request.bytes])),
  };
}

const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await logIn(tab, address, clerk.login);
  const session = await context.newCDPSession(tab);
  // What the way here has left in the cache would not be there for somebody who follows a link to the page.
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await tab.addInitScript(watch);
  rounds.push([await open(tab, session), await open(tab, session)]);
  await context.close();
}
await browser.close();

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const told = (which) => {
  const { bytes, files_asked, parts } = rounds[0][which];
  const all = rounds.map((round) => Math.round(round[which].awake));
  return { bytes, files_asked, parts, awake_ms: middle(all), all_awake_ms: all };
};
console.log(JSON.stringify({ first: told(0), again: told(1), slow: { processor: `1/${SLOWER}`, rounds: ROUNDS } }));

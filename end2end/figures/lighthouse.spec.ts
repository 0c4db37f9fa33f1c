import { createServer } from "node:net";
import { chromium, expect, test } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import { clerkOfRunningPeriod } from "../support/shizhi";

/// What Lighthouse says of the clerk's page and of the public page, on a phone with a slow network and on a desk. A
/// figure below this fails.
const LEAST = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
/// The middle one of these runs counts.
const RUNS = 3;

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/// The median of each figure over some runs, and what is wrong with the page.
async function measure(url: string, cookie: string, phone: boolean): Promise<Record<string, number>> {
  const port = await freePort();
  const launch = test.info().project.use.launchOptions ?? {};
  const browser = await chromium.launch({ ...launch, args: [...(launch.args ?? []), `--remote-debugging-port=${port}`] });
  const runs: Record<string, number[]> = {};
  const note = (figure: string, value: number) => (runs[figure] ??= []).push(value);
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const extraHeaders: Record<string, string> = cookie ? { Cookie: cookie } : {};
      const flags = { port, onlyCategories: CATEGORIES, logLevel: "error" as const, extraHeaders };
      const told = await lighthouse(url, flags, phone ? undefined : desktopConfig);
      if (!told) throw new Error("Lighthouse gave no result");
      const { categories, audits, finalDisplayedUrl } = told.lhr;
      expect(new URL(finalDisplayedUrl).pathname).toBe(new URL(url).pathname);
      for (const category of CATEGORIES) {
        note(category, Math.round((categories[category]?.score ?? 0) * 100));
        for (const part of categories[category]?.auditRefs ?? []) {
          const audit = audits[part.id];
          const lost = part.weight > 0 && audit?.score !== null && (audit?.score ?? 1) < 0.9;
          if (lost && run === 0) console.log(`    ${category}: ${part.id} ${audit?.displayValue ?? ""}`);
        }
      }
      for (const audit of ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "interactive"]) {
        note(`${audit} (ms)`, Math.round(audits[audit]?.numericValue ?? 0));
      }
    }
  } finally {
    await browser.close();
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return Object.fromEntries(Object.entries(runs).map(([figure, values]) => [figure, middle(values)]));
}

for (const phone of [false, true]) {
  const on = phone ? "phone, slow network" : "desk";
  test(`the clerk's page, ${on}`, async ({ browser, baseURL }) => {
    const clerk = await clerkOfRunningPeriod(browser);
    const cookies = await clerk.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const url = new URL(new URL(clerk.url()).pathname, baseURL).href;
    check(`clerk, ${on}`, await measure(url, cookie, phone));
  });

  test(`the public page, ${on}`, async ({ baseURL }) => {
    check(`public, ${on}`, await measure(new URL("/p/jiyuan", baseURL).href, "", phone));
  });
}

function check(page: string, figures: Record<string, number>): void {
  console.log(JSON.stringify({ page, ...figures }));
  for (const category of CATEGORIES) {
    expect.soft(figures[category], `${page}: ${category}`).toBeGreaterThanOrEqual(LEAST);
  }
}

import { defineConfig } from "@playwright/test";

/// `cargo xtask test` starts the server and sets these; to run single journeys by hand, start `cargo xtask run` and call
/// `npx --no-install playwright test --config end2end/playwright.config.ts <name>`.
const baseURL = process.env.QINGPING_TEST_URL ?? "http://127.0.0.1:3000";
const executablePath = process.env.QINGPING_CHROMIUM ?? "/usr/bin/chromium";
const outputFile = process.env.QINGPING_TEST_REPORT ?? "test-results/report.json";

/// Journeys that start a deployment of their own stand in nobody's way.
const APART = /(applicants|five|lost-\w+|organ|studio|studio-new|supplement)\.spec\.ts$/;

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: false,
  projects: [
    // These share one server and its demo data.
    { name: "shared", testIgnore: APART, workers: 1 },
    { name: "apart", testMatch: APART, workers: 1 },
  ],
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile }]],
  use: {
    baseURL,
    browserName: "chromium",
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1280, height: 800 },
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath,
      env: { ...process.env, LANGUAGE: "zh_CN" } as Record<string, string>,
      args: [
        "--headless",
        "--lang=zh-CN",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});

// What the measurements in this folder share: Chromium as they start it, and a person who logs in.
import { chromium } from "@playwright/test";

const PASSWORD = "Qingping-2026";

export function launch() {
  return chromium.launch({
    executablePath: process.env.QINGPING_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  });
}

/** Logs in and waits until the login page is left. */
export async function logIn(tab, address, login) {
  await tab.goto(`${address}/login`);
  await tab.locator("[name=login]").fill(login);
  await tab.locator("[name=password]").fill(PASSWORD);
  const left = tab.waitForURL((url) => !url.pathname.startsWith("/login"));
  await Promise.all([left, tab.locator("main button[type=submit]").click()]);
}

import { type Browser, type BrowserContextOptions, type Page, expect } from "@playwright/test";

export const PASSWORD = "Qingping-2026";

/// Somebody at the own desk, in a browser session of their own.
export async function enter(browser: Browser, login: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signIn(page, login);
  return page;
}

export async function signIn(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).not.toHaveURL(/\/login/);
}

/// Waits until the page's islands are awake.
export async function awake(page: Page): Promise<void> {
  await expect(page.locator("body[data-live=yes]")).toHaveCount(1);
}

/// Pictures of the page on an office screen and on a phone, in `target/shots`: for people to look at, no machine compares them.
export async function shot(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const [folder, width, height] of [["1366", 1366, 768], ["360", 360, 740]] as const) {
    await page.setViewportSize({ width, height });
    // From the top, so that what sticks to the window stands where people first see it.
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `target/shots/${folder}/${name}.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, `${name} scrolls sideways at ${width}px`).toBeLessThanOrEqual(width);
  }
  if (before) await page.setViewportSize(before);
}

/// Looks at the page as it comes on A4: nothing is wider than the paper.
export async function printed(page: Page, name: string, look: () => Promise<void>): Promise<void> {
  const before = page.viewportSize();
  await page.emulateMedia({ media: "print" });
  // The width between the margins of A4.
  await page.setViewportSize({ width: 658, height: 940 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, `${name} is wider than the paper`).toBeLessThanOrEqual(658);
  const pdf = await page.pdf({ path: `end2end/test-results/print/${name}.pdf`, preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  await look();
  await page.emulateMedia({ media: "screen" });
  if (before) await page.setViewportSize(before);
}

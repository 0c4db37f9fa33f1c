import { type Browser, type Locator, type Page, expect } from "@playwright/test";
import { criterion } from "./checklist";
import type { House } from "./house";
import { awake } from "./people";

/// The officer opens this year's period; the address of the case of the unit with this number, from 1.
export async function openYear(house: House, browser: Browser): Promise<void> {
  const officer = await house.enter(browser, "jy.fangan");
  await officer.goto("/t/jiyuan/periods/new");
  await officer.getByRole("button", { name: "开启周期" }).click();
  await expect(officer.locator(".kpis")).toBeVisible();
  await officer.context().close();
}

/// Opens the checklist of one's own unit and waits until it is awake.
export async function openChecklist(page: Page): Promise<string> {
  await page.goto("/t/jiyuan");
  await page.getByRole("link", { name: "填报自评" }).click();
  await awake(page);
  return new URL(page.url()).pathname;
}

/// The remark of a criterion, opened.
export async function remark(page: Page, no: string): Promise<Locator> {
  const row = criterion(page, no);
  const field = row.locator("textarea");
  if (!(await field.isVisible())) await row.getByText(/^写说明/).click();
  return field;
}

/// Keys of drafts in the browser's own store.
export function drafts(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("qingping:")));
}

/// The state beside the checklist says that everything is on the server.
export async function safe(page: Page): Promise<void> {
  await expect(page.locator(".saved")).toContainText(/已保存|改动会自动保存/);
  await expect.poll(() => drafts(page)).toEqual([]);
}

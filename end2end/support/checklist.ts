import { type Locator, type Page, expect } from "@playwright/test";
import { awake } from "./people";

/// Counts a unit states, by input; other counts are 0.
const COUNTS: Record<string, string> = {
  "8.3.talks": "3",
  "13.1.activities": "4",
  "13.4.reports": "15",
};

/// Under what counts for a unit, and under what counts against it.
const NOTHING = /^没有(发生)?$/;

/// What a unit registers, by criterion: what it was, and of which level; elsewhere nothing happened.
const FACTS: Record<string, [string, string?][]> = {
  "4.2": [["热线反映窗口等候过久"]],
  "13.4": [
    ["创建做法综述", "省级以上媒体"],
    ["党组书记谈清廉", "省级以上媒体"],
    ["警示教育周简讯", "市级以上媒体"],
  ],
};

/// Fills one 部分 the way a clerk does: the first choice everywhere, the counts above, full points by hand.
export async function fillSection(page: Page): Promise<void> {
  await awake(page);
  for (const group of await page.locator("fieldset.seg:not(fieldset.facts fieldset)").all()) {
    await group.locator("label").first().click();
  }
  for (const field of await page.locator(".step input").all()) {
    const name = (await field.getAttribute("name")) ?? "";
    await field.fill(COUNTS[name] ?? "0");
    await field.blur();
  }
  for (const register of await page.locator("fieldset.facts").all()) {
    const box = register.locator("xpath=ancestor::div[contains(@class,'crit')]");
    const facts = FACTS[((await box.getAttribute("id")) ?? "").slice(2)];
    if (!facts) {
      await register.getByText(NOTHING).click();
      continue;
    }
    for (const [n, [what, level]] of facts.entries()) {
      if ((await register.locator(".fact b.what").count()) > n) continue;
      await registerFact(register, what);
      if (level) await register.getByLabel(/^(层级|情节)$/).nth(n).selectOption({ label: level });
    }
  }
  for (const field of await page.locator("input.points:not(fieldset.facts input)").all()) {
    const box = field.locator("xpath=ancestor::div[contains(@class,'crit')]");
    const full = (await box.locator(".get small").innerText()).replace("满分", "");
    await field.fill(full);
    await field.blur();
    await box.locator("textarea").fill("已按要求开展，台账见佐证材料。");
  }
  await saved(page);
}

/// Registers a fact beside the question it counts under.
export async function registerFact(question: Locator, what: string, day = "2026-06-18"): Promise<void> {
  await question.getByText("有，登记", { exact: true }).click();
  await expect(question.locator(".rows")).toBeVisible();
  const title = question.getByRole("textbox", { name: "事由" });
  // Where nothing is registered yet, the form opens by itself.
  if ((await title.count()) === 0) await question.getByRole("button", { name: "登记新的事实" }).click();
  await title.fill(what);
  await question.getByLabel("发生日期").fill(day);
  await question.getByRole("button", { name: "登记", exact: true }).click();
  await expect(question.getByRole("textbox", { name: "事由" })).toHaveCount(0);
}

/// Every question of the page by its first answer: 好, 达标, 没有.
export async function fillByFirst(page: Page): Promise<void> {
  await awake(page);
  for (const group of await page.locator("fieldset.seg").all()) await group.locator("label").first().click();
  await saved(page);
}

/// What is not answered yet on the page, as by a unit in order: nothing undone, nothing happened, everything met.
export async function fillInOrder(page: Page): Promise<void> {
  await awake(page);
  const open = async (field: Locator) => (await field.locator(":checked").count()) === 0;
  for (const group of await page.locator("fieldset.seg").all()) {
    if (await open(group)) await group.locator("label").first().click();
  }
  for (const list of await page.locator("fieldset.ticks").all()) {
    if (await open(list)) await list.getByLabel("下列情形均不存在").check();
  }
  for (const field of await page.locator(".step input").all()) {
    if ((await field.inputValue()) !== "") continue;
    await field.fill("0");
    await field.blur();
  }
  await saved(page);
}

/// Goes through all 部分 of a checklist.
export async function everySection(page: Page, work: (page: Page) => Promise<void>): Promise<void> {
  for (;;) {
    await work(page);
    const next = page.getByRole("link", { name: "下一部分" });
    if ((await next.count()) === 0) return;
    await next.click();
    await page.waitForLoadState();
  }
}

/// Everything typed is on the server.
export async function saved(page: Page): Promise<void> {
  await expect(page.locator(".saved")).toContainText("已保存");
}

/// The criterion's own corner of the page.
export function criterion(page: Page, no: string): Locator {
  return page.locator(`[id="c-${no}"]`);
}

/// A file that is what it says it is.
export const PDF = {
  name: "党组会议记录.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from(
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
  ),
};

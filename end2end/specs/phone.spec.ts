import { type Page, expect, test } from "@playwright/test";
import { criterion, saved } from "../support/checklist";
import { awake, enter } from "../support/people";
import { clerkOfRunningPeriod } from "../support/shizhi";

/// A checklist by finger: on a phone, on a tablet, and where the system chooses the colours.
test.describe.configure({ mode: "serial" });

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let address = "";
let phone: Page;

test.beforeAll(async ({ browser }) => {
  const clerk = await clerkOfRunningPeriod(browser, "sz01.jingban");
  address = new URL(clerk.url()).pathname;
  await clerk.context().close();
  phone = await enter(browser, "sz01.jingban", PHONE);
  await phone.goto(address);
  await awake(phone);
});

/// What can be touched and is lower than a finger (44 px); links within a sentence are as high as their line.
async function small(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const touched = document.querySelectorAll<HTMLElement>("a[href], button, summary, select, textarea, input, label[for]");
    const found: string[] = [];
    for (const element of touched) {
      const isChoice = element.matches("input[type=radio], input[type=checkbox]");
      // A choice is touched by its label, and a field's label only leads to the field.
      if (isChoice || (element.matches("label") && !element.matches(".seg label, .tick label, .check label"))) continue;
      if (element.matches("p a, li a:not(.toc a), .why a, label a") && !element.matches(".btn")) continue;
      if (!element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || box.height >= 43.5) continue;
      found.push(`${element.tagName} ${element.className} “${(element.textContent ?? "").trim().slice(0, 20)}” ${box.height}`);
    }
    return [...new Set(found)];
  });
}

test("能点的都有一指高，底栏不超过72像素", async () => {
  expect(await small(phone)).toEqual([]);
  const bar = await phone.locator("aside.score .sheet").boundingBox();
  expect(bar!.height).toBeLessThanOrEqual(72);
  expect(bar!.y + bar!.height).toBeLessThanOrEqual(740);
});

test("用手指打开目录，去到一项；逐处找到没有填的", async () => {
  const toc = phone.getByRole("navigation", { name: "考评项目" });
  await expect(toc.locator("li").first()).toBeHidden();
  await phone.getByRole("link", { name: "目录", exact: true }).tap();
  const items = toc.locator("li a");
  expect(await items.count()).toBeGreaterThan(10);
  for (const item of await items.all()) await expect(item).toBeVisible();
  expect(await small(phone)).toEqual([]);
  await toc.getByRole("link", { name: "关闭目录" }).tap();
  await expect(items.first()).toBeHidden();
  await phone.getByRole("link", { name: "目录", exact: true }).tap();
  await items.nth(1).tap();
  await expect(items.first()).toBeHidden();
  const focused = () => phone.evaluate(() => document.activeElement?.closest(".crit")?.id ?? "");
  const next = phone.getByRole("button", { name: "下一处未填" });
  await next.tap();
  const first = await focused();
  expect(first).not.toBe("");
  await next.tap();
  await expect.poll(focused).not.toBe(first);
});

test("两百个字符不断开的网址折行，不把页面撑宽", async () => {
  const row = criterion(phone, "1.1");
  const field = row.locator("textarea");
  if (!(await field.isVisible())) await row.getByText(/^写说明/).tap();
  await field.fill(`https://example.invalid/${"a".repeat(200)}`);
  await field.blur();
  await saved(phone);
  for (const width of [360, 768, 1366]) {
    await phone.setViewportSize({ width, height: 740 });
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  // On the paper of the case it stands as written, too.
  await phone.goto(address.replace(/\/fill\/.*/, ""));
  await phone.setViewportSize(PHONE.viewport);
  await expect(phone.getByText("a".repeat(200))).toBeVisible();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await phone.goto(address);
  await awake(phone);
  await field.fill("");
  await saved(phone);
});

test("平板上目录完整，每个标题只说一次", async () => {
  await phone.setViewportSize({ width: 768, height: 1024 });
  const toc = phone.getByRole("navigation", { name: "考评项目" });
  expect(await small(phone)).toEqual([]);
  await phone.getByRole("link", { name: "目录", exact: true }).tap();
  const texts = await toc.locator("h2 a, li a").evaluateAll((all) =>
    all.map((link) => {
      const cut = link.scrollWidth > link.clientWidth + 1;
      return `${(link.textContent ?? "").trim()}${cut ? "（没有显示完整）" : ""}`;
    }),
  );
  expect(texts.filter((text) => text.endsWith("（没有显示完整）"))).toEqual([]);
  expect(new Set(texts).size).toBe(texts.length);
  await toc.getByRole("link", { name: "关闭目录" }).tap();
});

test("系统指定颜色时看得出选了哪一项", async ({ browser }) => {
  const page = await enter(browser, "sz01.jingban", { ...PHONE, forcedColors: "active" });
  await page.goto(address);
  await awake(page);
  const group = page.locator("fieldset.seg").first();
  await group.locator("label").first().tap();
  await expect(group.locator("input").first()).toBeChecked();
  const backgrounds = await group
    .locator("label")
    .evaluateAll((all) => all.map((label) => getComputedStyle(label).backgroundColor));
  expect(new Set(backgrounds.slice(1)).size).toBe(1);
  expect(backgrounds[0]).not.toBe(backgrounds[1]);
  await saved(page);
  page.once("dialog", (dialog) => void dialog.accept());
  await group.locator("xpath=ancestor::div[contains(@class,'crit')]").getByRole("button", { name: "恢复为未填" }).tap();
  await saved(page);
  await page.context().close();
});

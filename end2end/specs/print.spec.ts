import { type Page, expect, test } from "@playwright/test";
import { enter, printed } from "../support/people";

/// On A4: no navigation, the heads of tables on every page, nothing wider than the paper.
async function prints(page: Page, name: string, table = "table"): Promise<void> {
  await printed(page, name, async () => {
    for (const hidden of ["header.mast nav", "header.mast .who", ".skip", "footer.foot"]) {
      for (const element of await page.locator(hidden).all()) await expect(element, `${name}: ${hidden}`).toBeHidden();
    }
    await expect(page.locator("button:visible"), name).toHaveCount(0);
    const heads = await page.locator(`${table} thead`).evaluateAll((all) => all.map((head) => getComputedStyle(head).display));
    expect(new Set(heads), name).toEqual(new Set(heads.length ? ["table-header-group"] : []));
  });
}

test("评分细则、得分表、排名、公告、留痕都能印在A4纸上", async ({ browser }) => {
  const officer = await enter(browser, "jy.fangan");
  await officer.goto("/t/jiyuan/schemes");
  await officer.locator("table a").first().click();
  await prints(officer, "rubric");
  await officer.goto("/t/jiyuan/journal");
  await prints(officer, "journal");
  await officer.goto("/t/jiyuan/periods");
  await officer.getByRole("link", { name: "2025年度" }).click();
  await prints(officer, "progress");
  await officer.getByRole("link", { name: "排名与决定" }).click();
  await prints(officer, "ranking");
  const clerk = await enter(browser, "jy01.jingban");
  await clerk.goto("/t/jiyuan/cases");
  await clerk.getByRole("link", { name: "2025年度" }).click();
  await prints(clerk, "sheet", "table.scores");
  const anyone = await (await browser.newContext()).newPage();
  await anyone.goto("/p/jiyuan");
  await prints(anyone, "announcement");
});

import { type Browser, type Page, expect } from "@playwright/test";
import { enter } from "./people";

/// A clerk of 示例市直机关 at the first 部分 of a running period; the officer opens one if there is none.
export async function clerkOfRunningPeriod(browser: Browser, login = "sz02.jingban"): Promise<Page> {
  const officer = await enter(browser, "sz.fangan");
  await officer.goto("/t/shizhi/periods");
  if ((await officer.getByRole("link", { name: "2026年度" }).count()) === 0) {
    await officer.goto("/t/shizhi/schemes");
    if ((await officer.locator("table a").count()) === 0) {
      await officer.getByRole("button", { name: "发布新版本" }).click();
    }
    await officer.goto("/t/shizhi/periods/new");
    await officer.getByLabel("周期名称").fill("2026年度");
    await officer.getByRole("button", { name: "开启周期" }).click();
    await expect(officer.getByRole("heading", { level: 1, name: "2026年度" })).toBeVisible();
  }
  await officer.context().close();
  const clerk = await enter(browser, login);
  await clerk.getByRole("link", { name: "填报自评" }).click();
  return clerk;
}

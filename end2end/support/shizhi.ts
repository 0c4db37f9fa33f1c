import { type Browser, type Page, expect } from "@playwright/test";
import { enter } from "./people";

/// A clerk of 示例市直机关 at the first 部分 of a running period; the officer opens one if there is none.
export async function clerkOfRunningPeriod(browser: Browser, login = "sz02.jingban"): Promise<Page> {
  const officer = await enter(browser, "sz.fangan");
  await officer.goto("/t/shizhi/periods");
  if ((await officer.getByRole("link", { name: "2026年度" }).count()) === 0) {
    // On 济源's rubric: what is tried here is the checklist, whatever it asks.
    const rubric = "济源示范区清廉机关创建考评细则";
    await officer.goto("/t/shizhi/schemes");
    await officer.getByLabel("方案", { exact: true }).selectOption({ label: rubric });
    await officer.getByRole("button", { name: "发布新版本" }).click();
    await expect(officer.getByRole("heading", { level: 1, name: rubric })).toBeVisible();
    await officer.goto("/t/shizhi/periods/new");
    const others = officer.getByRole("navigation", { name: "改按其他方案" });
    if (!(await officer.getByText(`创建方案：${rubric}`).isVisible())) await others.getByText(rubric).click();
    await officer.getByRole("button", { name: "开启周期" }).click();
    await expect(officer.getByRole("heading", { level: 1, name: "2026年度" })).toBeVisible();
  }
  await officer.context().close();
  const clerk = await enter(browser, login);
  await clerk.getByRole("link", { name: "填报自评" }).click();
  return clerk;
}

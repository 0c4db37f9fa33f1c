import { type Page, expect, test } from "@playwright/test";
import { healthy } from "../support/axe";
import { criterion, saved } from "../support/checklist";
import { House } from "../support/house";
import { awake, shot } from "../support/people";

/// 补充版: the officer corrects a rule while the period runs; each unit sees what changed, what was given is kept and looked
/// at again.
test.describe.configure({ mode: "serial" });

let house: House;
let officer: Page;
let clerk: Page;
let period: string;

test.beforeAll(async ({ browser }) => {
  house = await House.open();
  officer = await house.enter(browser, "jy.fangan");
});

test.afterAll(async () => {
  await house.close();
});

test("周期已开启，单位已开始填报", async ({ browser }) => {
  await officer.goto(`${house.url}/t/jiyuan/periods/new`);
  await officer.getByRole("button", { name: "开启周期" }).click();
  await expect(officer.getByRole("heading", { level: 1, name: "2026年度" })).toBeVisible();
  period = officer.url();
  clerk = await house.enter(browser, "jy01.jingban");
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await awake(clerk);
  await criterion(clerk, "1.1").getByRole("textbox", { name: "缺少的项数" }).fill("1");
  await expect(criterion(clerk, "1.1")).toContainText("本项得1分，满分2分。");
  await saved(clerk);
});

test("没有更新的版本时，说明先做什么", async () => {
  await expect(officer.getByRole("link", { name: "启用补充版" })).toHaveCount(0);
  await officer.goto(`${period}/supplement`);
  await expect(officer.getByText("这份方案还没有比现行版本更新的版本")).toBeVisible();
  await officer.getByRole("link", { name: "去起草新版本" }).click();
});

test("由现行版本起草，改一条规则后发布", async () => {
  await officer.getByRole("link", { name: /考评细则/ }).first().click();
  await officer.getByRole("button", { name: "在此基础上起草新版" }).click();
  await awake(officer);
  await officer.getByRole("navigation", { name: "方案目录" }).getByRole("button", { name: /^1\.1/ }).click();
  await officer.getByLabel("每次扣").fill("0.5");
  await expect(officer.locator(".rule-row .told")).toHaveText("缺少1项扣0.5分");
  await officer.getByLabel("评分办法（单位看到的话）").fill("缺少1项扣0.5分。");
  await expect(officer.locator(".saved")).toContainText("已保存");
  await officer.getByRole("button", { name: "发布为第2版" }).click();
  await expect(officer.getByText("第2版")).toBeVisible();
});

test("启用前先看改动和对各单位的影响", async () => {
  await officer.goto(period);
  await officer.getByRole("link", { name: "启用补充版" }).click();
  await expect(officer.getByText("已填报、已打分的内容都保留")).toBeVisible();
  await officer.getByRole("button", { name: "查看改动和影响" }).click();
  await expect(officer.getByText("第1.1项规则由")).toBeVisible();
  await expect(officer.getByRole("table")).toContainText("发展改革和统计局");
  await healthy(officer, "supplement");
  await shot(officer, "supplement");
  await officer.getByRole("button", { name: "启用补充版" }).click();
  await expect(officer.getByText("请填写启用补充版的理由")).toBeVisible();
  await officer.getByLabel("理由（各单位可见，记入留痕）").fill("会议记录缺项的扣分过重，按领导小组会议意见调整。");
  await officer.getByRole("button", { name: "启用补充版" }).click();
  await expect(officer).toHaveURL(period);
  await expect(officer.getByText("（第2版）")).toBeVisible();
});

test("单位看到改了什么，核对后继续", async () => {
  await clerk.goto(`${house.url}/t/jiyuan`);
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await clerk.getByRole("link", { name: "本次申报" }).click();
  await expect(clerk.getByRole("heading", { name: /补充版：.*起按第2版执行/ })).toBeVisible();
  await expect(clerk.getByText("会议记录缺项的扣分过重")).toBeVisible();
  await healthy(clerk, "supplemented-case");
  await shot(clerk, "supplemented-case");
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await awake(clerk);
  const first = criterion(clerk, "1.1");
  await expect(first.locator(".rewritten")).toContainText("第1.1项规则由“缺少1项扣1分；扣完为止”改为“缺少1项扣0.5分；扣完为止”");
  await expect(first).toContainText("本项得1.5分，满分2分。");
  await shot(clerk, "supplemented-fill");
  const confirm = first.getByRole("button", { name: "已核对，无须改动" });
  await confirm.click();
  await expect(confirm).toHaveCount(0);
  await saved(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(first.locator(".rewritten")).toBeVisible();
  await expect(first.getByText("请按新规定核对")).toHaveCount(0);
});

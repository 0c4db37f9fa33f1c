import { type Page, expect, test } from "@playwright/test";
import { healthy } from "../support/axe";
import { PDF, everySection, fillByFirst, saved } from "../support/checklist";
import { TODAY } from "../support/clock";
import { House } from "../support/house";
import { awake, shot } from "../support/people";

/// 岳阳's 清廉岗位 and 武陵源's 清廉家庭: a unit puts people forward, and they are judged beside the units.
test.describe.configure({ mode: "serial" });

let house: House;

test.beforeAll(async () => {
  house = await House.open();
});

test.afterAll(async () => {
  await house.close();
});

/// Opens a period of this year for one unit.
async function opens(officer: Page, code: string, unit: string, type: string): Promise<void> {
  await officer.goto(`${house.url}/t/${code}/periods/new`);
  await officer.getByLabel("周期名称").fill("2026年度");
  for (const box of await officer.locator("input[name=unit]").all()) await box.uncheck();
  await officer.getByLabel(new RegExp(unit)).first().check();
  await officer.getByLabel(`${unit}（演示）的单位类型`).selectOption({ label: type });
  await officer.getByRole("button", { name: "开启周期" }).click();
  await expect(officer.getByRole("heading", { level: 1, name: "2026年度" })).toBeVisible();
}

test("岳阳：名额按人数计算，超出的拒绝并说明数字", async ({ browser }) => {
  const officer = await house.enter(browser, "yy.fangan");
  await opens(officer, "yueyang", "测绘科", "清廉科室");
  const clerk = await house.enter(browser, "yy01.jingban");
  await clerk.getByRole("link", { name: "推荐清廉岗位" }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: "推荐个人" })).toBeVisible();
  await expect(clerk.getByText("请先填报单位总人数")).toBeVisible();
  await shot(clerk, "applicants-empty");
  await clerk.getByLabel("单位总人数").fill("9");
  await clerk.getByRole("button", { name: "保存人数" }).click();
  // What the clerk states limits nothing before the officer stands behind it.
  await expect(clerk.getByText("核定后才能推荐")).toBeVisible();
  await officer.goto(`${house.url}/t/yueyang`);
  await officer.getByRole("link", { name: "核定单位总人数" }).click();
  await healthy(officer, "headcounts");
  await shot(officer, "headcounts");
  await officer.getByRole("button", { name: "核定测绘科（演示）总人数9人" }).click();
  await officer.getByRole("link", { name: /季度|年度|半年/ }).first().click();
  await clerk.reload();
  await expect(clerk.getByText("可推荐1个")).toBeVisible();
  await clerk.getByLabel("姓名").fill("李演一");
  await clerk.getByLabel("职务或岗位").fill("四级主任科员");
  await clerk.getByLabel("联系电话").fill("一三八");
  await clerk.getByRole("button", { name: "推荐个人" }).click();
  // What was typed is still there.
  await expect(clerk.getByRole("alert")).toContainText("7到15位数字");
  await expect(clerk.getByLabel("姓名")).toHaveValue("李演一");
  await clerk.getByLabel("联系电话").fill("138 0000 1234");
  await clerk.getByRole("button", { name: "推荐个人" }).click();
  const list = clerk.locator("table.cards");
  await expect(list).toContainText("138****1234");
  await expect(clerk.getByRole("button", { name: "推荐个人" })).toHaveCount(0);
  await healthy(clerk, "applicants");
  await shot(clerk, "applicants");
  // Withdrawn, the place is free again; put forward anew, it is the same case.
  await clerk.getByLabel("撤回推荐（李演一）").click();
  await clerk.getByRole("button", { name: "确认撤回推荐" }).click();
  await expect(list).toContainText("已撤回");
  await clerk.getByLabel("姓名").fill("李演一");
  await clerk.getByLabel("职务或岗位").fill("四级主任科员");
  await clerk.getByRole("button", { name: "推荐个人" }).click();
  await expect(list).toContainText("填报中");
  await expect(list.locator("tbody tr")).toHaveCount(1);
  await officer.reload();
  await expect(officer.getByRole("heading", { name: "申报名额" })).toBeVisible();
  await shot(officer, "applicants-progress");
  await officer.context().close();
  await clerk.context().close();
});

test("岳阳：个人的申报填报、签署、考核、研究、公布", async ({ browser }) => {
  test.slow();
  const at = `${house.url}/t/yueyang`;
  const clerk = await house.enter(browser, "yy01.jingban");
  await clerk.goto(`${at}/cases`);
  await clerk.getByRole("row", { name: /李演一/ }).getByRole("link").click();
  await expect(clerk.getByRole("heading", { level: 1 })).toContainText("测绘科（演示）　李演一");
  await shot(clerk, "applicant-case");
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await everySection(clerk, fillByFirst);
  await shot(clerk, "applicant-fill");
  await clerk.getByRole("button", { name: "提交单位负责人" }).click();
  const head = await house.enter(browser, "yy01.fuze");
  await head.getByRole("link", { name: "签署提交" }).click();
  await head.getByLabel("已审阅全部内容，对真实性负责").check();
  await head.getByRole("button", { name: "签署提交" }).click();
  const reviewer = await house.enter(browser, "yy.kaohe");
  await reviewer.getByRole("link", { name: "考核打分" }).first().click();
  await everySection(reviewer, async (page) => {
    await awake(page);
    for (const agree of await page.getByRole("button", { name: "同意自评" }).all()) await agree.click();
    await saved(page);
  });
  await reviewer.getByRole("button", { name: "办结考核" }).click();
  const party = await house.enter(browser, "yy.dangzu");
  await party.getByRole("link", { name: "集体研究决定" }).click();
  await expect(party.locator("table.cards").first()).toContainText("清廉岗位");
  await party.getByLabel("会议名称").fill("党组会议");
  await party.getByLabel("会议日期").fill(TODAY);
  await party.getByLabel("出席人员").fill("孙演二、李演三、王演四");
  await party.getByLabel("本次不列入").check();
  await party.locator("input[name=minutes]").setInputFiles({ ...PDF, name: "会议纪要.pdf" });
  await party.getByLabel("李演一的决定").selectOption("评定");
  await shot(party, "applicants-decision");
  await party.getByRole("button", { name: "记录集体决定" }).click();
  const officer = await house.enter(browser, "yy.fangan");
  await officer.getByRole("link", { name: "公布结果" }).click();
  await expect(officer.getByLabel("正文")).toHaveValue(/本次共参评1名个人/);
  await officer.getByRole("button", { name: "公布下面的全文" }).click();
  await expect(officer.locator("table")).toContainText("李演一");
  await expect(officer.locator("table")).toContainText("清廉岗位");
  await expect(officer.locator("body")).not.toContainText("1380000");
  await shot(officer, "applicants-public");
  for (const page of [officer, clerk, head, reviewer, party]) await page.context().close();
});

test("武陵源：村里推荐家庭，没有脚本也行", async ({ browser }) => {
  const officer = await house.enter(browser, "wl.fangan");
  await opens(officer, "wulingyuan", "示例村", "清廉村居");
  const clerk = await house.enter(browser, "wl02.jingban", { javaScriptEnabled: false });
  await clerk.getByRole("link", { name: "推荐清廉家庭" }).click();
  await clerk.getByLabel("家庭名称").fill("王演家");
  await clerk.getByLabel("住址").fill("示例村二组");
  await clerk.getByRole("button", { name: "推荐家庭" }).click();
  await expect(clerk.locator("table.cards")).toContainText("示例村二组");
  await shot(clerk, "applicants-family");
  await clerk.getByRole("link", { name: "王演家" }).click();
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await expect(clerk.getByText("修身齐家树廉")).toBeVisible();
  await officer.context().close();
  await clerk.context().close();
});

import { type Page, expect, test } from "@playwright/test";
import { PDF, criterion, fillSection, saved } from "../support/checklist";
import { healthy } from "../support/axe";
import { TODAY } from "../support/clock";
import { awake, enter, printed, shot, signIn } from "../support/people";

/// 济源's year, from opening the period to the public page, as the people who do it.
test.describe.configure({ mode: "serial" });

let officer: Page;
let clerk: Page;
let head: Page;
let reviewer: Page;
let party: Page;
/// Address of the case of 城市管理局.
let casePage = "";

test.beforeAll(async ({ browser }) => {
  officer = await enter(browser, "jy.fangan");
  clerk = await enter(browser, "jy01.jingban");
  head = await enter(browser, "jy01.fuze");
  reviewer = await enter(browser, "jy.kaohe");
  party = await enter(browser, "jy.dangzu");
});

test("方案管理员查看方案并开启2026年度", async () => {
  await shot(officer, "desk-officer");
  await officer.getByRole("link", { name: "创建方案" }).click();
  await officer.getByRole("link", { name: "济源示范区清廉机关创建考评细则" }).first().click();
  await expect(officer.getByText("文件中需要说明的地方")).toBeVisible();
  await shot(officer, "scheme");
  await officer.getByRole("link", { name: "周期与进度" }).click();
  await officer.getByRole("link", { name: "开启周期" }).click();
  await expect(officer.getByLabel("周期名称")).toHaveValue(/^\d{4}年度$/);
  await officer.getByLabel("周期名称").fill("");
  await officer.getByRole("button", { name: "开启周期" }).click();
  await expect(officer.getByRole("alert")).toHaveText("请填写周期名称。");
  await officer.getByLabel("周期名称").fill("2026年度");
  await expect(officer.locator("input[name=unit]")).toHaveCount(14);
  await shot(officer, "period-open");
  await officer.getByRole("button", { name: "开启周期" }).click();
  await expect(officer.getByRole("heading", { name: "2026年度" })).toBeVisible();
  await expect(officer.locator(".kpis")).toContainText("14");
  await shot(officer, "progress-empty");
});

test("经办人填报，得分随填随算，自动保存", async () => {
  await clerk.reload();
  await shot(clerk, "desk-clerk");
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await awake(clerk);
  casePage = new URL(clerk.url()).pathname.replace(/\/fill\/1$/, "");
  await shot(clerk, "fill-empty");

  const first = criterion(clerk, "1.1");
  await first.getByLabel("缺少的项数", { exact: true }).fill("1");
  await first.getByLabel("缺少的项数", { exact: true }).blur();
  await expect(first).toContainText("扣1分：缺少1项；本项得1分，满分2分。");
  await saved(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(first.getByLabel("缺少的项数", { exact: true })).toHaveValue("1");

  await fillSection(clerk);
  await first.getByLabel("缺少的项数", { exact: true }).fill("1");
  await first.getByLabel("缺少的项数", { exact: true }).blur();
  const add = first.locator("details.add");
  await add.locator("summary").click();
  await add.locator("input[type=file]").setInputFiles({ ...PDF, name: "说明.exe" });
  await add.getByRole("button", { name: "上传" }).click();
  await expect(add.getByRole("alert")).toContainText("没有上传");
  await add.locator("input[type=file]").setInputFiles(PDF);
  await add.getByLabel("材料名称").fill("2026年党组会议记录");
  await add.getByLabel("材料日期").fill("2026-03-12");
  await add.getByRole("button", { name: "上传" }).click();
  await expect(first.locator("li.file")).toContainText("2026年党组会议记录");
  await expect(first.locator("li.file")).toContainText("2026年3月12日");
  await saved(clerk);
  await expect(clerk.locator(".score .range")).toContainText("最终可能在");
  await shot(clerk, "fill");
});

test("没有脚本也能填报和保存，填错的保留并说明", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, "jy03.jingban");
  await page.getByRole("link", { name: "填报自评" }).click();
  // Where there is no network, the checklist goes on paper with all its choices.
  const filling = page.url();
  await page.getByRole("link", { name: "本次申报" }).click();
  await page.getByRole("link", { name: "打印空白表" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("空白表");
  const paper = page.locator("table.paper");
  await expect(paper).toContainText("缺少的项数：");
  await expect(paper).toContainText("□ 没有　□ 有，逐件填写");
  await expect(paper.locator(".box").first()).toContainText("□ ");
  await printed(page, "paper", () => expect(page.getByText("（单位盖章）")).toBeVisible());
  await page.goto(filling);
  // Where something stands is looked up.
  await page.getByRole("searchbox", { name: "在检查表中查找" }).fill("5.2");
  await page.getByRole("button", { name: "查找" }).click();
  const found = page.getByRole("region", { name: "查找结果" });
  await expect(found).toContainText("“5.2”共1处");
  await found.getByRole("link", { name: /^5\.2/ }).click();
  await expect(page).toHaveURL(/\/fill\/2#c-5\.2$/);
  await page.getByRole("searchbox", { name: "在检查表中查找" }).fill("没有这样的词");
  await page.getByRole("button", { name: "查找" }).click();
  await expect(found).toContainText("没有找到“没有这样的词”");
  await page.getByRole("link", { name: /^二、权力运行机制/ }).click();
  const missing = criterion(page, "5.1").locator(".step input").first();
  await missing.fill("好几项");
  const points = criterion(page, "5.2").locator("input.points");
  await points.fill("0.8");
  await criterion(page, "5.2").locator("textarea").fill("已按要求公开</textarea><b>");
  await page.getByRole("button", { name: "保存本部分" }).click();
  await expect(page.getByRole("alert").first()).toContainText("第5.1条没有保存");
  await expect(points).toHaveValue("0.8");
  // A figure is read as offices write it.
  await missing.fill("一项");
  await page.getByRole("button", { name: "保存本部分" }).click();
  await expect(criterion(page, "5.2").locator("textarea")).toHaveValue("已按要求公开</textarea><b>");
  await expect(missing).toHaveValue("1");
  await expect(criterion(page, "5.1")).toContainText("扣1分");
  await context.close();
});

test("没有填完不能提交，并说明缺哪些", async () => {
  await clerk.goto(casePage);
  await expect(clerk.getByText(/还有\d+条没有填完/)).toBeVisible();
  // A heading nobody has answered shows no score, one in part what it may come to.
  const headings = clerk.locator("table.scores tr.group");
  await expect(headings.first()).not.toContainText("未填");
  await expect(headings.nth(-2)).toContainText("未填");
  await expect(clerk.locator("table.scores tfoot")).toContainText(/\d至\d/);
  await expect(clerk.getByRole("button", { name: "提交单位负责人" })).toHaveCount(0);
  const refused = await clerk.evaluate(
    async (address) => (await fetch(address, { method: "POST", body: new URLSearchParams() })).status,
    `${casePage}/hand-over`,
  );
  expect(refused).toBe(422);
  await shot(clerk, "case-incomplete");
});

test("填完其余部分并提交，单位负责人签署", async () => {
  for (const section of [2, 3, 4]) {
    await clerk.goto(`${casePage}/fill/${section}`);
    await fillSection(clerk);
  }
  await expect(criterion(clerk, "13.4")).toContainText("本项得3.5分，满分4分。");
  await shot(clerk, "fill-culture");
  await expect(clerk.locator("#total")).toHaveText("96.5");
  await clerk.getByRole("button", { name: "提交单位负责人" }).click();
  await expect(clerk.getByText("待签署").first()).toBeVisible();
  await clerk.goto(`${casePage}/fill/1`);
  await expect(clerk.locator(".step input").first()).toBeDisabled();

  await head.reload();
  await head.getByRole("link", { name: "签署提交" }).click();
  await shot(head, "sign");
  await head.getByLabel("已审阅全部内容，对真实性负责").check();
  await head.getByRole("button", { name: "签署提交" }).click();
  await expect(head.getByText("考核中").first()).toBeVisible();
});

test("考核人员对照自评打分，退回单项，单位只补正这一项", async () => {
  await reviewer.reload();
  await reviewer.getByRole("link", { name: "考核打分" }).first().click();
  await awake(reviewer);
  await expect(criterion(reviewer, "1.1").locator("li.file")).toContainText("2026年党组会议记录");
  const second = reviewer.locator("#i-2");
  await second.getByText("退回这一项").click();
  await second.getByLabel(/退回说明/).fill("请补充学习平台的学时统计。");
  await second.getByRole("button", { name: "退回单位补正" }).click();
  await expect(second.locator(".returned")).toContainText("请补充学习平台的学时统计。");

  await clerk.goto(casePage.replace(/\/cases.*/, ""));
  await clerk.getByRole("link", { name: "补正退回项目" }).click();
  await shot(clerk, "case-returned");
  await clerk.goto(`${casePage}/fill/1`);
  await awake(clerk);
  await expect(criterion(clerk, "1.1").locator(".step input")).toBeDisabled();
  const third = criterion(clerk, "2.3");
  await third.getByText("写说明（可不填）").click();
  await third.locator("textarea").fill("已补充全年学时统计，共42人，平均61学时。");
  await saved(clerk);
  await shot(clerk, "fill-returned");
  await clerk.getByRole("button", { name: "提交单位负责人" }).click();
  await head.goto(casePage);
  await head.getByLabel("已审阅全部内容，对真实性负责").check();
  await head.getByRole("button", { name: "签署提交" }).click();
});

test("考核人员逐条打分，不同处写明理由，办结", async () => {
  // What the unit changed since something was returned is listed, and can be looked at alone.
  await reviewer.goto(`${casePage}/review/1`);
  await awake(reviewer);
  await reviewer.getByText("退回后单位改动了1条").click();
  await expect(reviewer.locator(".changes li")).toContainText("2.3");
  await reviewer.getByLabel("只看退回后改动的").check();
  await expect(criterion(reviewer, "2.3")).toBeVisible();
  await expect(criterion(reviewer, "1.1")).toBeHidden();
  await reviewer.getByLabel("只看退回后改动的").uncheck();
  await expect(criterion(reviewer, "1.1")).toBeVisible();
  for (const section of [1, 2, 3, 4]) {
    await reviewer.goto(`${casePage}/review/${section}`);
    await awake(reviewer);
    for (const agree of await reviewer.getByRole("button", { name: "同意自评" }).all()) {
      await agree.click();
    }
    await saved(reviewer);
    if (section === 1) {
      const row = criterion(reviewer, "1.1");
      await row.getByLabel("缺少的项数", { exact: true }).fill("2");
      await row.getByLabel("缺少的项数", { exact: true }).blur();
      await expect(row).toContainText("考核得分与自评不同，请写明理由");
      await row.locator("textarea").fill("会议记录缺少两次专题学习。");
      await saved(reviewer);
      await shot(reviewer, "review");
    }
  }
  await expect(reviewer.locator("#total")).toHaveText("95.5");
  await reviewer.getByRole("button", { name: "办结考核" }).click();
  await expect(reviewer.getByText("已办结").first()).toBeVisible();
  await shot(reviewer, "case-reviewed");
});

test("党组按排名集体决定，方案管理员公布", async () => {
  await party.reload();
  await shot(party, "desk-party");
  await party.getByRole("link", { name: "集体研究决定" }).click();
  await party.getByLabel("会议名称").fill("党组会议");
  await party.getByLabel("会议日期").fill(TODAY);
  await party.getByLabel("出席人员").fill("孙演二、李演三、王演四");
  await party.locator("input[name=minutes]").setInputFiles({ ...PDF, name: "党组会议纪要.pdf" });
  await party.getByLabel("城市管理局（演示）的决定").selectOption("评定为清廉机关");
  await shot(party, "decision");
  await party.getByRole("button", { name: "记录集体决定" }).click();
  await expect(party.getByRole("alert")).toContainText("尚未办结考核");
  await expect(party.getByLabel("会议名称")).toHaveValue("党组会议");
  await party.getByLabel("尚未办结的单位本次不列入，以后另行研究").check();
  await party.locator("input[name=minutes]").setInputFiles({ ...PDF, name: "党组会议纪要.pdf" });
  await party.getByRole("button", { name: "记录集体决定" }).click();
  await expect(party.getByText("尚未公布")).toBeVisible();
  await shot(party, "decision-recorded");

  await officer.goto("/t/jiyuan");
  await officer.getByRole("link", { name: "公布结果" }).click();
  await shot(officer, "publish");
  await healthy(officer, "publish");
  await officer.getByRole("button", { name: "公布下面的全文" }).click();
  await expect(officer).toHaveURL(/\/p\/jiyuan\//);
  await healthy(officer, "announcement");
});

test("公众不登录、不用脚本即可查阅", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/p/jiyuan");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("2026年度");
  await expect(page.locator("table")).toContainText("城市管理局（演示）");
  await expect(page.locator("table")).toContainText("95.5");
  await page.goto(casePage);
  await expect(page).toHaveURL(/\/login/);
  await context.close();
  const public_ = await (await browser.newContext()).newPage();
  await public_.goto("/p/jiyuan");
  await shot(public_, "public");
  await public_.goto("/");
  await shot(public_, "welcome");
  await public_.goto("/login");
  await shot(public_, "login");
});

test("单位看到自己的得分表，进度和上级汇总同步更新", async ({ browser }) => {
  await clerk.goto(casePage);
  await expect(clerk.getByText("会议记录缺少两次专题学习。")).toBeVisible();
  // On paper it says what it is, what the unit and the reviewer wrote in full, and where it is signed and sealed.
  await printed(clerk, "sheet-of-the-year", async () => {
    await expect(clerk.locator(".paperhead")).toContainText("济源示范区清廉机关创建考评细则　得分表");
    await expect(clerk.locator(".paperhead")).toContainText("单位：城市管理局（演示）　　周期：2026年度");
    const words = clerk.locator("table.scores .words");
    await expect(words.filter({ hasText: "考核理由：会议记录缺少两次专题学习。" })).toBeVisible();
    await expect(words.filter({ hasText: "单位说明：已补充全年学时统计，共42人，平均61学时。" })).toBeVisible();
    for (const line of ["经办人：", "主要负责人：", "（单位盖章）", "（盖章）"]) {
      await expect(clerk.locator(".signatures").getByText(line, { exact: true }).first()).toBeVisible();
    }
  });
  await expect(clerk.getByText("第1名")).toBeVisible();
  await shot(clerk, "case-published");
  await officer.goto("/t/jiyuan/periods");
  await shot(officer, "periods");
  await officer.getByRole("link", { name: "2026年度" }).click();
  await shot(officer, "progress");
  await officer.goto("/t/jiyuan/journal");
  await shot(officer, "journal");
  await officer.goto("/t/jiyuan/people");
  await shot(officer, "people");
  const above = await enter(browser, "hn.jiwei");
  await above.getByRole("link", { name: "辖区总览" }).click();
  await expect(above.locator("table.heat")).toContainText("济源示范区（演示）");
  await expect(above.locator("body")).toContainText("城市管理局（演示）");
  await shot(above, "oversight");
  const refused = await above.goto(casePage);
  expect(refused?.status()).toBe(404);
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Locator, type Page, expect, test } from "@playwright/test";
import { healthy } from "../support/axe";
import { House } from "../support/house";
import { giveReasons } from "../support/studio";
import { awake, shot } from "../support/people";

/// A rubric no built-in scheme resembles, entered in the studio alone: rank to points, a rate with steps below a threshold,
/// three weighted sources, five stars of which the highest asks for more, a common part and one for a single 单位类型.
test.describe.configure({ mode: "serial" });

let house: House;
let officer: Page;

const tree = () => officer.getByRole("navigation", { name: "方案目录" });
const line = (name: RegExp) => tree().locator("button.line", { hasText: name });
const tool = (name: string) => officer.getByRole("toolbar", { name: "编辑" }).getByRole("button", { name, exact: true });
const list = (name: RegExp) => officer.getByRole("group", { name });

const settings = (name: string) => officer.getByRole("navigation", { name: "方案设置" }).getByRole("button", { name, exact: true }).click();

test.beforeAll(async ({ browser }) => {
  house = await House.open();
  officer = await house.enter(browser, "wl.fangan");
});

test.afterAll(async () => {
  await house.close();
});

/// Adds an entry to a list and fills it by its labels; the entry that is filled.
async function entry(group: Locator, add: string, at: number, fields: Record<string, string>): Promise<Locator> {
  await group.getByRole("button", { name: add, exact: true }).last().click();
  const line = group.locator("> ol > li").nth(at);
  for (const [label, value] of Object.entries(fields)) await line.getByLabel(label, { exact: true }).first().fill(value);
  return line;
}

async function chooseRule(title: RegExp): Promise<void> {
  await officer.getByRole("button", { name: "＋选一条规则" }).click();
  await officer.getByRole("button", { name: title }).click();
}

test("两个单位类型：共同部分和业务科室模块", async () => {
  await officer.goto(`${house.url}/t/wulingyuan/schemes`);
  await officer.getByLabel("载入方案文件").setInputFiles("domain/tests/it/small.json");
  await officer.getByRole("button", { name: "载入为草稿" }).click();
  await awake(officer);
  await officer.getByLabel("方案名称").fill("五星科室评定办法");
  await settings("单位类型");
  const types = list(/单位类型/).locator("fieldset.several");
  await entry(types, "＋单位类型", 0, { 名称: "综合科室" });
  await entry(types, "＋单位类型", 1, { 名称: "业务科室" });
  await line(/二、工作成效/).click();
  await list(/适用于（都不选为全部适用）/).getByLabel("业务科室").check();
});

test("名次计分和低于界限按百分点扣分", async () => {
  await line(/一、日常工作/).click();
  await officer.getByLabel("分值", { exact: true }).fill("75");
  await line(/^2\. 权力监督/).click();
  await tool("＋同级标题").click();
  await officer.getByLabel("名称", { exact: true }).fill("群众评价");
  await officer.getByLabel("分值", { exact: true }).fill("15");
  await tool("＋计分细则").click();
  await officer.getByLabel("内容", { exact: true }).fill("服务窗口评比名次");
  await officer.getByLabel("满分", { exact: true }).fill("5");
  await chooseRule(/^按名次得分/);
  await expect(officer.locator(".rule-row .told")).toHaveText("第1名得5分，每降1名减1分");
  await tool("＋计分细则").click();
  await officer.getByLabel("内容", { exact: true }).fill("群众满意率");
  await officer.getByLabel("满分", { exact: true }).fill("10");
  await chooseRule(/百分点扣分/);
  await officer.getByLabel("要填的数值").fill("满意率");
  await expect(officer.locator(".rule-row .told")).toHaveText("满意率低于95%的，每低1个百分点扣0.5分");
});

test("三个加权来源，五星附加条件", async () => {
  await line(/五星科室评定办法/).click();
  await settings("来源权重");
  const sources = list(/加权来源/);
  const judged = await entry(sources, "＋来源", 0, { 来源: "考评", "权重（%）": "60", 满分: "100" });
  await judged.getByLabel("就是本表的得分").check();
  const own = await entry(sources, "＋来源", 1, { 来源: "自评", "权重（%）": "20", 满分: "100" });
  await own.getByLabel("就是单位的自评得分（自动取用）").check();
  await entry(sources, "＋来源", 2, { 来源: "民意", "权重（%）": "20", 满分: "100" });
  await settings("等次与条件");
  const bands = list(/按得分定等次/);
  for (const [at, title, from] of [[0, "五星", "90"], [1, "四星", "80"], [2, "三星", "70"], [3, "二星", "60"]] as const) {
    const band = bands.locator("> ol > li").nth(at);
    await band.getByLabel("等次", { exact: true }).fill(title);
    await band.getByLabel("多少分以上（含）").fill(from);
  }
  await entry(bands, "＋等次", 4, { 等次: "一星", "多少分以上（含）": "0" });
  const best = bands.locator("> ol > li").first();
  await best.getByRole("button", { name: "＋条件" }).click();
  await best.getByLabel("条件", { exact: true }).selectOption({ label: "每个项目的得分率不低于" });
  await expect(best.getByLabel("百分之")).toHaveValue("60");
  await shot(officer, "studio-new");
});

test("检查通过后发布，试填时各类型只见自己的部分", async () => {
  await giveReasons(officer, "按本地文件执行。");
  await expect(officer.getByText("可以发布")).toBeVisible();
  await expect(officer.locator(".saved")).toContainText("已保存");
  const draft = officer.url();
  await officer.goto(`${draft}/preview/1`);
  await awake(officer);
  await expect(officer.getByRole("navigation", { name: "考评项目" })).not.toContainText("工作成效");
  await officer.getByRole("link", { name: "业务科室" }).click();
  await awake(officer);
  await expect(officer.getByRole("navigation", { name: "考评项目" })).toContainText("工作成效");
  await officer.goto(draft);
  await awake(officer);
  await officer.getByRole("button", { name: /发布为第\d版/ }).click();
  await expect(officer.getByRole("heading", { level: 1, name: "五星科室评定办法" })).toBeVisible();
});

test("下载的方案文件由命令行算出同样的结果", async ({}, info) => {
  const [download] = await Promise.all([
    officer.waitForEvent("download"),
    officer.getByRole("link", { name: "下载方案文件" }).click(),
  ]);
  const file = info.outputPath("scheme.json");
  await download.saveAs(file);
  const scheme = JSON.parse(readFileSync(file, "utf8"));
  const [general] = scheme.unit_types;
  const [, self, people] = scheme.sources;
  const answers = {
    format: 1,
    scheme: scheme.name,
    unit_type: general.code,
    answers: {
      "1.1": { missed: 1 },
      "1.2": { plan: true, record: true },
      "2.1": { rules: true, risks: true },
      "2.2": { open: 0 },
      "4.1": { q1: 2 },
      "4.2": { q1: "92.5" },
    },
    // 自评 as the unit fills it in below: nothing missed.
    sources: { [self.id]: "73", [people.id]: "95" },
  };
  const written = join(info.outputDir, "answers.json");
  writeFileSync(written, JSON.stringify(answers));
  const sheet = JSON.parse(house.run("score", "--scheme", file, "--answers", written, "--json"));
  // 第2名5－1分；满意率低2.5个百分点，只算2格：10－1分；合计68分，加权40.8＋14.6＋19。
  expect(sheet.criteria["4.1"].score).toBe("4");
  expect(sheet.criteria["4.2"].score).toBe("9");
  expect(sheet.total).toBe("74.4");
  expect(sheet.reached.bands).toEqual(["三星"]);
});

test("在线填报、打分、登记其他来源，得同样的总分", async ({ browser }) => {
  await officer.goto(`${house.url}/t/wulingyuan/periods/new`);
  // The scheme published last is proposed, with its two 单位类型.
  await expect(officer.getByText("创建方案：五星科室评定办法（第1版）")).toBeVisible();
  await shot(officer, "period-schemes");
  await officer.getByLabel("周期名称").fill("2026年度五星评定");
  for (const box of await officer.locator("input[name=unit]").all()) await box.uncheck();
  await officer.getByLabel(/^示例中学/).first().check();
  await officer.getByLabel("示例中学（演示）的单位类型").selectOption({ label: "综合科室" });
  await officer.getByRole("button", { name: "开启周期" }).click();
  await expect(officer.getByRole("heading", { level: 1, name: "2026年度五星评定" })).toBeVisible();

  const answers = {
    "1.1": { missed: 1 },
    "1.2": { plan: true, record: true },
    "2.1": { rules: true, risks: true },
    "2.2": { open: 0 },
    "4.1": { q1: 2 },
    "4.2": { q1: "92.5" },
  };
  /// Saves every answer as the checklist does.
  const saves = async (page: Page, endpoint: string, layer: string, missed: number) => {
    const all = { ...answers, "1.1": { missed } };
    const saved = await page.evaluate(
      async ({ answers, endpoint, layer }) => {
        const id = location.pathname.split("/cases/")[1]!.split("/")[0];
        const states: number[] = [];
        for (const [criterion, inputs] of Object.entries(answers)) {
          // Where they differ, the reviewers say why.
          const given = layer === "review" ? { inputs, remark: "现场核查。" } : { inputs };
          const form = { case: id, layer, criterion, answer: given, based_on: 0, client: crypto.randomUUID() };
          const headers = { "Content-Type": "application/json" };
          const answer = await fetch(`/t/wulingyuan/api/answers/${endpoint}`, { method: "POST", headers, body: JSON.stringify({ form }) });
          states.push(answer.status);
        }
        return states;
      },
      { answers: all, endpoint, layer },
    );
    expect(saved).toEqual(Object.keys(answers).map(() => 200));
  };
  const clerk = await house.enter(browser, "wl01.jingban");
  await clerk.getByRole("link", { name: "填报自评" }).first().click();
  await saves(clerk, "save", "own", 0);
  await clerk.getByRole("link", { name: "本次申报" }).click();
  await clerk.getByRole("button", { name: "提交单位负责人" }).click();
  const head = await house.enter(browser, "wl01.fuze");
  await head.getByRole("link", { name: "签署提交" }).first().click();
  await head.getByLabel("已审阅全部内容，对真实性负责").check();
  await head.getByRole("button", { name: "签署提交" }).click();

  const reviewer = await house.enter(browser, "wl.kaohe");
  await reviewer.getByRole("link", { name: "考核打分" }).first().click();
  await saves(reviewer, "score", "review", 1);
  await reviewer.getByRole("link", { name: "本次申报" }).click();
  await expect(reviewer.getByRole("heading", { name: "其他来源得分" })).toBeVisible();
  await reviewer.getByRole("button", { name: "办结考核" }).click();
  await expect(reviewer.getByRole("alert")).toContainText("来源“民意”的得分还没有登记，登记后才能办结");
  // Nobody enters what the unit came to by itself.
  await expect(reviewer.getByText("自评（权重20%，满分100）：73分，取自单位自评")).toBeVisible();
  await expect(reviewer.getByLabel(/^自评（权重/)).toHaveCount(0);
  await reviewer.getByLabel(/^民意（权重20%，满分100）/).fill("950");
  await reviewer.getByRole("button", { name: "保存来源得分" }).click();
  await expect(reviewer.getByRole("alert")).toContainText("“民意”的得分应在0至100分之间。");
  await expect(reviewer.getByLabel(/^民意/)).toHaveValue("950");
  await reviewer.getByLabel(/^民意/).fill("95");
  await reviewer.getByRole("button", { name: "保存来源得分" }).click();
  await healthy(reviewer, "sources");
  await shot(reviewer, "sources");
  await reviewer.getByRole("button", { name: "办结考核" }).click();
  await expect(reviewer.locator(".big")).toContainText("74.4");
  await expect(reviewer.getByText("三星")).not.toHaveCount(0);
});

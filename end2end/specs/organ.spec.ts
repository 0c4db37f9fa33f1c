import { type Locator, type Page, expect, test } from "@playwright/test";
import { PDF, criterion, everySection, fillInOrder, registerFact, saved } from "../support/checklist";
import { healthy } from "../support/axe";
import { TODAY } from "../support/clock";
import { House } from "../support/house";
import { awake, shot, signIn } from "../support/people";

/// 任务分工 in a browser, from filling to the closed review: elements to tick, incidents by name, one case penalised once,
/// discretion with a second person.
test.describe.configure({ mode: "serial" });

/// The fact chosen in a row.
const chosen = (row: Locator, n: number) => row.locator(".fact b.what").nth(n - 1);

let house: House;
let officer: Page;
let clerk: Page;

test.beforeAll(async ({ browser }) => {
  house = await House.open();
  officer = await house.enter(browser, "sz.fangan");
});

test.afterAll(async () => {
  await house.close();
});

test("方案管理员查阅发布的任务分工并开启周期", async () => {
  await officer.goto(`${house.url}/t/shizhi/schemes`);
  const library = officer.getByLabel("方案", { exact: true });
  // Blank schemes are there to be changed.
  await expect(library.locator("option")).toHaveText([
    "济源示范区清廉机关创建考评细则",
    "清廉机关建设任务分工",
    "唐家坊镇“廉洁村（社区）”创建考核评估办法",
    "深入推进清廉武陵源建设工作方案",
    "“清廉科室”“清廉单位”“清廉岗位”评选工作实施方案",
  ]);
  // The library's version is in force already: it is not published twice.
  await library.selectOption({ label: "清廉机关建设任务分工" });
  await officer.getByRole("button", { name: "发布新版本" }).click();
  await expect(officer.getByRole("alert")).toBeVisible();
  await officer.locator("a[href*='/schemes/']", { hasText: "清廉机关建设任务分工" }).first().click();
  await expect(officer.getByRole("heading", { level: 1, name: "清廉机关建设任务分工" })).toBeVisible();
  await expect(officer.getByText("53条评分细则")).toBeVisible();
  await expect(officer.getByText("责任科室：法规科、机关纪委")).toBeVisible();
  await expect(officer.getByText("“推动清廉文化进机关”没有写明责任科室")).toBeVisible();
  await healthy(officer, "organ-scheme");
  await shot(officer, "organ-scheme");
  // As a department will see it.
  await officer.getByRole("button", { name: "在此基础上起草新版" }).click();
  await awake(officer);
  await officer.getByRole("link", { name: "预览和试填" }).click();
  await officer.getByRole("navigation", { name: "谁看到的" }).getByRole("link", { name: "法规科" }).click();
  await awake(officer);
  await expect(officer.getByText("责任科室的经办人看到的就是这样")).toBeVisible();
  await officer.getByRole("navigation", { name: "考评项目" }).getByRole("link", { name: /^三、强化监督管理/ }).click();
  await awake(officer);
  await expect(criterion(officer, "8.1").locator("input:enabled, button:enabled")).toHaveCount(0);
  await expect(criterion(officer, "9.1").locator("input:enabled")).not.toHaveCount(0);
  await shot(officer, "organ-preview-department");
  await officer.goto(`${house.url}/t/shizhi/periods/new`);
  await officer.getByLabel("周期名称").fill("2026年度");
  await officer.getByRole("button", { name: "开启周期" }).click();
  await expect(officer.getByRole("heading", { level: 1, name: "2026年度" })).toBeVisible();
});

test("经办人勾选没有做到的要素，没有的也要说明", async ({ browser }) => {
  clerk = await house.enter(browser, "sz02.jingban");
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await awake(clerk);
  const first = criterion(clerk, "0.1");
  await expect(first).toContainText("满分2");
  await first.getByLabel("未调度清廉机关建设").check();
  await expect(first).toContainText("本项得1.5分，满分2分。");
  const none = criterion(clerk, "0.2").getByLabel("下列情形均不存在");
  await none.check();
  await expect(criterion(clerk, "0.2")).toContainText("没有扣分；本项得2分");
  // By key: 1 is that nothing of it is so, as everywhere, and what follows is what was not done.
  const failure = criterion(clerk, "0.2").locator("fieldset.ticks input[type=checkbox]").nth(1);
  await criterion(clerk, "0.2").focus();
  await clerk.keyboard.press("2");
  await expect(failure).toBeChecked();
  await expect(none).not.toBeChecked();
  await clerk.keyboard.press("1");
  await expect(none).toBeChecked();
  await expect(failure).not.toBeChecked();
  await saved(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(first.getByLabel("未调度清廉机关建设")).toBeChecked();
  await expect(none).toBeChecked();
});

test("同一案件在两条细则中只扣一次，并说明扣在哪里", async () => {
  await clerk.getByRole("navigation", { name: "考评项目" }).getByRole("link", { name: /规范权力运行/ }).click();
  await awake(clerk);
  const cases = criterion(clerk, "6.1");
  // 1 is that nothing happened, and leads to the next question; 有 of that opens the form, since nothing is registered yet.
  await cases.focus();
  await clerk.keyboard.press("1");
  await expect(cases.getByLabel("没有压案不查")).toBeChecked();
  await clerk.keyboard.press("2");
  const title = cases.getByRole("textbox", { name: "事由" });
  await expect(title).toBeFocused();
  await title.fill("某科违规接待");
  await cases.getByLabel("发生日期").fill("2026-03-05");
  await cases.getByLabel("涉及人员").fill("某科甲某");
  await shot(clerk, "organ-fact");
  await cases.getByRole("button", { name: "登记", exact: true }).click();
  const first = "某科违规接待（2026年3月5日，某科甲某）";
  await expect(chosen(cases, 1)).toHaveText(first);
  // The cell of the table says both.
  await expect(cases.getByText("第1起：点选一格，填入职级和处分")).toBeVisible();
  await shot(clerk, "organ-matrix");
  const cell = cases.getByRole("button", { name: "机关科级及以下干部和直属单位主要负责人、受轻处分，每人次扣0.5分" });
  await cell.click();
  await expect(cases.getByLabel("职级").first().locator("option:checked")).toHaveText(
    "机关科级及以下干部和直属单位主要负责人",
  );
  await expect(cases.getByLabel("处分").first().locator("option:checked")).toHaveText("受轻处分");
  await expect(cell).toBeDisabled();
  await cases.getByLabel("第1起：数目").fill("2");
  await cases.getByLabel("第1起：数目").blur();
  await expect(cases.getByRole("cell", { name: /扣0\.5分/ }).first()).toContainText("2人次");
  await expect(cases).toContainText("某科违规接待：机关科级及以下干部和直属单位主要负责人受轻处分2人次");
  const conduct = criterion(clerk, "7.3");
  await conduct.focus();
  await clerk.keyboard.press("1");
  await expect(conduct.getByLabel(/^没有(发生)?$/)).toBeChecked();
  await conduct.getByText("有，登记", { exact: true }).click();
  await expect(conduct.getByLabel("从登记簿中选择")).toBeFocused();
  await conduct.getByLabel("从登记簿中选择").selectOption({ label: first });
  await expect(conduct).toContainText("同一事实已在6.1按1分扣，不重复扣分");
  // Another one stands beside it.
  await conduct.getByRole("button", { name: "登记新的事实" }).click();
  await conduct.getByRole("textbox", { name: "事由" }).fill("公车私用");
  await conduct.getByRole("button", { name: "登记", exact: true }).click();
  await expect(chosen(conduct, 2)).toHaveText("公车私用");
  await expect(conduct).toContainText("扣1分：公车私用");
  await saved(clerk);
  await healthy(clerk, "organ-fill");
  await shot(clerk, "organ-fill");
});

test("酌情扣分要写理由，等另一人确认", async () => {
  const own = criterion(clerk, "6.1");
  // Another incident than the one that is penalised, with a value of its own.
  await registerFact(own.locator("fieldset.facts").last(), "主动报告的问题线索");
  await expect(own).toContainText("“主动报告的问题线索”还没有写明酌情分值和理由");
  await expect(own).toContainText("分值和理由填好后，由本单位负责人或另一名经办人在这里确认。");
  await own.getByLabel("酌情扣").fill("0.5");
  await expect(own).toContainText("须写明理由，并由第二人确认");
  await own.getByLabel("理由", { exact: true }).fill("主动报告线索");
  await expect(own).toContainText("主动报告线索");
  await expect(own).toContainText("待本单位负责人或另一名经办人确认。");
  await saved(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(own.getByLabel("理由", { exact: true })).toHaveValue("主动报告线索");
  await expect(chosen(own, 1)).toContainText("某科违规接待");
  // Whoever wrote it is not offered to confirm it.
  await expect(own.getByRole("button", { name: "确认分值和理由" })).toHaveCount(0);
});

test("事实登记簿说明每件事引用在哪里、扣在哪里，也能改", async () => {
  await criterion(clerk, "6.1").getByRole("link", { name: "事实登记簿" }).first().click();
  await expect(clerk.getByRole("heading", { level: 1 })).toContainText("事实登记");
  const line = (what: string | RegExp) =>
    clerk.locator(".fact-line", { has: clerk.getByRole("heading", { name: what }) });
  const fact = line(/^某科违规接待/);
  await expect(fact).toContainText("第6.1条");
  await expect(fact).toContainText("第7.3条");
  await expect(fact).toContainText("按一案一扣，自评暂计入第6.1条，单独计算应扣1分。");
  await expect(fact.getByRole("button", { name: "删去" })).toHaveCount(0);
  // What shows it hangs on it.
  await fact.getByText("＋ 添加佐证材料").click();
  await fact.getByLabel(/^文件/).setInputFiles({ ...PDF, name: "处分决定.pdf" });
  await fact.getByLabel("材料名称（不填则用文件名）").fill("处分决定书");
  await fact.getByRole("button", { name: "上传" }).click();
  await expect(fact.getByRole("link", { name: "处分决定书" })).toBeVisible();
  await healthy(clerk, "organ-facts");
  await shot(clerk, "organ-facts");
  await fact.getByText("修改", { exact: true }).click();
  await fact.getByLabel("依据").fill("某处〔2026〕3号");
  await fact.getByRole("button", { name: "保存" }).click();
  await expect(fact).toContainText("依据：某处〔2026〕3号");
  const add = clerk.locator("section", { has: clerk.getByRole("heading", { name: "登记新的事实" }) });
  await add.getByLabel("事由").fill("多登记的一件");
  await add.getByRole("button", { name: "登记", exact: true }).click();
  const more = line("多登记的一件");
  await expect(more).toContainText("还没有细则引用。");
  await more.getByText("修改或删去").click();
  await more.getByRole("button", { name: "删去" }).click();
  await expect(more).toHaveCount(0);
});

test("每项加分有自己的证明", async () => {
  await clerk.goto(`${house.url}/t/shizhi`);
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await awake(clerk);
  await clerk.getByRole("navigation", { name: "考评项目" }).getByRole("link", { name: /加减分项/ }).click();
  await awake(clerk);
  const praise = criterion(clerk, "加减.2").locator("fieldset.facts").first();
  await registerFact(praise, "全市清廉机关建设先进单位", "2026-10-15");
  await expect(criterion(clerk, "加减.2")).toContainText("得0.5分：全市清廉机关建设先进单位");
  const proof = praise.locator(".proof:visible");
  await expect(proof).toContainText("还没有证明");
  await registerFact(praise, "全市窗口服务表彰");
  await expect(proof).toHaveCount(2);
  await saved(clerk);
  await healthy(clerk, "organ-claim");
  await shot(clerk, "organ-claim");
  await proof.first().getByText("＋ 上传证明").click();
  await proof.first().locator("input[type=file]").setInputFiles({ ...PDF, name: "说明.exe" });
  await proof.first().getByRole("button", { name: "上传" }).click();
  await expect(proof.first().getByRole("alert")).toContainText("没有上传");
  await proof.first().locator("input[type=file]").setInputFiles({ ...PDF, name: "表彰决定.pdf" });
  await proof.first().getByRole("button", { name: "上传" }).click();
  await expect(proof.first().getByRole("link", { name: "证明1份" })).toBeVisible();
  // What takes points needs none.
  await registerFact(criterion(clerk, "加减.2").locator("fieldset.facts").last(), "全市通报批评");
  await expect(criterion(clerk, "加减.2").locator(".proof:visible")).toHaveCount(2);
  await saved(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(proof.first().getByRole("link", { name: "证明1份" })).toBeVisible();
  await expect(proof.last()).toContainText("还没有证明");
  await clerk.getByRole("link", { name: "总览" }).click();
  await expect(clerk.getByText("1条加分还没有证明，考核时可能不予认可")).toBeVisible();
  await clerk.goBack();
});

test("责任科室有自己的待办，只填本科室负责的内容", async ({ browser }) => {
  await officer.goto(`${house.url}/t/shizhi/units`);
  await officer.getByRole("link", { name: "档案馆（演示）" }).click();
  await officer.getByLabel("新科室名称").fill("法规科");
  await officer.getByRole("button", { name: "增加科室" }).click();
  await officer.goto(`${house.url}/t/shizhi/people/invite`);
  await officer.getByLabel("姓名").fill("周演法");
  await officer.getByLabel("岗位", { exact: true }).selectOption({ label: "单位经办人" });
  await officer.getByLabel("任职范围").selectOption({ label: "档案馆（演示）·法规科" });
  await officer.getByRole("button", { name: "生成邀请链接" }).click();
  const link = await officer.getByLabel("一次性链接").inputValue();
  const legal = await (await house.visitor(browser)).newPage();
  await legal.goto(link);
  await legal.getByLabel("登录名").fill("sz02.fagui");
  await legal.getByLabel("密码", { exact: true }).fill("Xin-Mima-2026");
  await legal.getByLabel("再输一次密码").fill("Xin-Mima-2026");
  await legal.getByRole("button", { name: "开通账号并接受邀请" }).click();
  await signIn(legal, "sz02.fagui", "Xin-Mima-2026");
  await expect(legal.getByText(/本科室已填\d+／15条/)).toBeVisible();
  await healthy(legal, "department-desk");
  await legal.getByRole("link", { name: "填报本科室内容" }).click();
  await awake(legal);
  await expect(legal.getByText("本科室负责15条，其余只能查看。")).toBeVisible();
  // 2 is everyone's, 1 is the 机关党委's.
  await expect(criterion(legal, "1.1").locator("input:enabled, button:enabled")).toHaveCount(0);
  await expect(criterion(legal, "2.1").locator("input:enabled")).not.toHaveCount(0);
  // Who answers for what is named, and the panel counts what is the department's own.
  await expect(criterion(legal, "1.1").locator("xpath=ancestor::section[1]")).toContainText("责任科室：");
  const progress = legal.locator("aside.score .counted", { hasText: "本科室" });
  // The clerk of the whole unit has filled some of them.
  const before = Number(/^本科室已填(\d+)／15条$/.exec(await progress.innerText())?.[1]);
  await shot(legal, "department-fill");
  await legal.getByRole("link", { name: /强化监督管理（3条）/ }).click();
  await awake(legal);
  const own = criterion(legal, "9.1");
  await own.getByLabel("下列情形均不存在").check();
  await saved(legal);
  await expect(progress).toHaveText(`本科室已填${before + 1}／15条`);
});

test("填完后提交，负责人作为第二人确认酌情分，再签署", async ({ browser }) => {
  test.slow();
  await clerk.goto(`${house.url}/t/shizhi`);
  await clerk.getByRole("link", { name: "填报自评" }).click();
  await everySection(clerk, fillInOrder);
  await expect(clerk.getByText("1条酌情分待第二人确认")).toBeVisible();
  await clerk.getByRole("button", { name: "提交单位负责人" }).click();
  await expect(clerk.getByText("待签署").first()).toBeVisible();

  const head = await house.enter(browser, "sz02.fuze");
  await expect(head.getByText("1条酌情分待您确认")).toBeVisible();
  await head.getByRole("link", { name: "签署提交" }).click();
  await expect(head.getByText("1条酌情分待第二人确认")).toBeVisible();
  await expect(head.getByRole("button", { name: "签署提交" })).toHaveCount(0);
  await shot(head, "organ-unconfirmed");
  await head.getByRole("link", { name: /^6\.1/ }).click();
  await awake(head);
  await healthy(head, "organ-confirm");
  await shot(head, "organ-confirm");
  await criterion(head, "6.1").getByRole("button", { name: "确认分值和理由" }).click();
  await awake(head);
  await expect(criterion(head, "6.1")).toContainText(/第二人\S+已确认/);
  await head.getByRole("link", { name: "总览" }).click();
  await expect(head.getByText("确认第6.1条酌情分")).toBeVisible();
  await head.getByLabel("已审阅全部内容，对真实性负责").check();
  await head.getByRole("button", { name: "签署提交" }).click();
  await expect(head.getByText("考核中").first()).toBeVisible();
  await head.context().close();
});

test("考核也由第二人确认：先看到的分值变了不能确认，确认后才能办结", async ({ browser }) => {
  test.slow();
  const reviewer = await house.enter(browser, "sz.kaohe");
  await reviewer.getByRole("link", { name: "考核打分" }).first().click();
  await everySection(reviewer, async (page) => {
    await awake(page);
    for (const agree of await page.getByRole("button", { name: "同意自评" }).all()) await agree.click();
    await saved(page);
  });
  await expect(reviewer.getByText("第二人确认后可以办结考核。")).toBeVisible();
  await expect(reviewer.getByRole("button", { name: "办结考核" })).toBeDisabled();
  const review = await reviewer.evaluate(() => location.href.replace(/\d+$/, "3"));
  await reviewer.goto(review);
  await awake(reviewer);
  const given = criterion(reviewer, "6.1");
  await expect(given.getByRole("button", { name: "同意自评" })).toHaveAttribute("aria-pressed", "true");
  await expect(given).toContainText("待另一名考核人员确认。");

  const second = await house.enter(browser, "sz.fuhe");
  await expect(second.getByText("1条酌情分待您确认").first()).toBeVisible();
  await expect(reviewer.getByText("待另一名考核人员确认。")).toBeVisible();
  await second.goto(review);
  await awake(second);
  // Meanwhile the first one thinks again.
  await given.getByLabel("理由", { exact: true }).fill("主动报告线索，情节较轻");
  await given.getByText("写评分理由").click();
  await given.locator("textarea").fill("与单位核对后补充。");
  await saved(reviewer);
  const seen = criterion(second, "6.1");
  await seen.getByRole("button", { name: "确认分值和理由" }).click();
  await expect(second.getByRole("alert").first()).toContainText("刚刚有改动");
  await expect(seen.getByLabel("理由", { exact: true })).toHaveValue("主动报告线索，情节较轻");
  await shot(second, "organ-changed");
  await seen.getByRole("button", { name: "确认分值和理由" }).click();
  await awake(second);
  await expect(seen).toContainText(/第二人\S+已确认/);
  await shot(second, "organ-confirmed");
  await reviewer.getByRole("link", { name: "总览" }).click();
  await reviewer.getByRole("button", { name: "办结考核" }).click();
  await expect(reviewer.getByText("已办结").first()).toBeVisible();
  for (const page of [reviewer, second]) await page.context().close();
});

test("党组决定，方案管理员看到全文后公布", async ({ browser }) => {
  const party = await house.enter(browser, "sz.dangzu");
  await party.getByRole("link", { name: "集体研究决定" }).click();
  await healthy(party, "organ-decision");
  await shot(party, "organ-decision");
  await party.getByLabel("会议名称").fill("党组会议");
  await party.getByLabel("会议日期").fill(TODAY);
  await party.getByLabel("出席人员").fill("孙演二、李演三、王演四");
  await party.locator("input[name=minutes]").setInputFiles({ ...PDF, name: "会议纪要.pdf" });
  // The document says no rule for the title: the meeting chooses.
  await party.getByLabel("档案馆（演示）的决定").selectOption("评定为清廉机关");
  await party.getByLabel("尚未办结的单位本次不列入，以后另行研究").check();
  await party.getByRole("button", { name: "记录集体决定" }).click();
  await expect(party.getByText("尚未公布")).toBeVisible();
  await officer.goto(`${house.url}/t/shizhi`);
  await officer.getByRole("link", { name: "公布结果" }).click();
  await expect(officer.locator("main")).toContainText("档案馆（演示）");
  await officer.getByRole("button", { name: "公布下面的全文" }).click();
  await expect(officer).toHaveURL(/\/p\/shizhi\//);
  await expect(officer.locator("table")).toContainText("档案馆（演示）");
  await shot(officer, "organ-public");
  await party.context().close();
});

import { expect, test } from "@playwright/test";
import { PDF, criterion, everySection, fillByFirst, saved } from "../support/checklist";
import { healthy } from "../support/axe";
import { TODAY } from "../support/clock";
import { House } from "../support/house";
import { awake, shot } from "../support/people";

/// 唐家坊, 武陵源 and 岳阳 run their own schemes: graded items with a negative list, standards by 单位类型, awards with veto
/// lists. Each from the opening of the year to the meeting. 济源 is `year`, 任务分工 is `organ`.
test.describe.configure({ mode: "serial" });

let house: House;

test.beforeAll(async () => {
  house = await House.open();
});

test.afterAll(async () => {
  await house.close();
});

interface Place {
  code: string;
  prefix: string;
  /// The unit whose year is played, and as what it takes part.
  unit: string;
  type?: string;
  /// What the period of its cycle is called.
  period: RegExp;
  /// What the sheet comes to in words.
  found: RegExp;
  outcome: string;
}

const PLACES: Place[] = [
  {
    code: "tangjiafang",
    prefix: "tj",
    unit: "东坊村",
    period: /^\d{4}—\d{4}年度$/,
    found: /“好”14项.*[^不]符合规定的条件/,
    outcome: "评定为廉洁村（社区）",
  },
  {
    code: "wulingyuan",
    prefix: "wl",
    unit: "示例中学",
    type: "清廉学校",
    period: /^\d{4}年度$/,
    found: /达标5项/,
    outcome: "列为清廉单元示范样板",
  },
  {
    code: "yueyang",
    prefix: "yy",
    unit: "测绘科",
    type: "清廉科室",
    period: /^\d{4}年第[一二三四]季度$/,
    found: /没有一票否决情形/,
    outcome: "评定",
  },
];

for (const place of PLACES) {
  test(`${place.code}：开启、填报、考核、集体研究`, async ({ browser }) => {
    test.slow();
    const at = `${house.url}/t/${place.code}`;
    const officer = await house.enter(browser, `${place.prefix}.fangan`);
    await officer.goto(`${at}/periods/new`);
    await expect(officer.getByLabel("周期名称")).toHaveValue(place.period);
    for (const unit of await officer.locator("input[name=unit]").all()) await unit.uncheck();
    await officer.getByLabel(new RegExp(place.unit)).first().check();
    if (place.type) {
      // What kind of unit it is says which 单位类型 is offered.
      const type = officer.getByLabel(`${place.unit}（演示）的单位类型`);
      await expect(type.locator("option:checked")).toHaveText(place.type);
      if (place.code === "wulingyuan") await shot(officer, "period-types");
      await type.selectOption({ index: 0 });
      await officer.getByRole("button", { name: "开启周期" }).click();
      await expect(officer.getByRole("alert")).toContainText("选择单位类型");
      await expect(type.locator("option:checked")).toHaveText(place.type);
    }
    await officer.getByRole("button", { name: "开启周期" }).click();
    await expect(officer.getByRole("heading", { level: 1, name: place.period })).toBeVisible();

    const clerk = await house.enter(browser, `${place.prefix}01.jingban`);
    await clerk.getByRole("link", { name: "填报自评" }).click();
    await everySection(clerk, fillByFirst);
    await expect(clerk.locator("aside.score .reached").first()).toBeVisible();
    if (place.code === "tangjiafang") {
      // The survey is not the village's to enter.
      await expect(criterion(clerk, "16.1")).toContainText("由组织测评的一方填写，自评不填。");
      await expect(criterion(clerk, "16.1").locator("input, textarea, button")).toHaveCount(0);
    }
    await shot(clerk, `${place.code}-fill`);
    await healthy(clerk, `${place.code}-fill`);
    await clerk.getByRole("button", { name: "提交单位负责人" }).click();
    await expect(clerk.getByText("待签署").first()).toBeVisible();

    const head = await house.enter(browser, `${place.prefix}01.fuze`);
    await head.getByRole("link", { name: "签署提交" }).click();
    await head.getByLabel("已审阅全部内容，对真实性负责").check();
    await head.getByRole("button", { name: "签署提交" }).click();
    await expect(head.getByText("考核中").first()).toBeVisible();

    const reviewer = await house.enter(browser, `${place.prefix}.kaohe`);
    await reviewer.getByRole("link", { name: "考核打分" }).first().click();
    await everySection(reviewer, async (page) => {
      await awake(page);
      for (const agree of await page.getByRole("button", { name: "同意自评" }).all()) await agree.click();
      const survey = page.getByLabel("测评满意率");
      if ((await survey.count()) > 0) {
        await expect(page.getByText("由组织测评的一方填写，自评不填。")).toBeVisible();
        await survey.fill("96");
        await survey.blur();
      }
      await saved(page);
    });
    await reviewer.getByRole("button", { name: "办结考核" }).click();
    await expect(reviewer.getByText("已办结").first()).toBeVisible();

    const party = await house.enter(browser, `${place.prefix}.dangzu`);
    await party.getByRole("link", { name: "集体研究决定" }).click();
    await expect(party.locator("table.cards").first()).toContainText(place.found);
    await healthy(party, `${place.code}-decision`);
    await shot(party, `${place.code}-decision`);
    await party.getByLabel("会议名称").fill("党组会议");
    await party.getByLabel("会议日期").fill(TODAY);
    await party.getByLabel("出席人员").fill("孙演二、李演三、王演四");
    await party.locator("input[name=minutes]").setInputFiles({ ...PDF, name: "会议纪要.pdf" });
    await party.getByLabel(`${place.unit}（演示）的决定`).selectOption(place.outcome);
    if (place.code === "yueyang") {
      // Of so many, so many may be given: not fewer than take part, not more than are registered.
      const size = party.getByLabel(/科室总数（本辖区登记\d+个）/);
      await expect(party.getByText("按1个计")).toBeVisible();
      await size.fill("0");
      await party.getByRole("button", { name: "记录集体决定" }).click();
      await expect(party.getByRole("alert")).toContainText("“科室总数”写的是0，少于已参加的1个");
      await expect(size).toHaveValue("0");
      await size.fill("13");
      await party.locator("input[name=minutes]").setInputFiles({ ...PDF, name: "会议纪要.pdf" });
      await party.getByRole("button", { name: "记录集体决定" }).click();
      await expect(party.getByRole("alert")).toContainText("写的是13，多于本辖区登记的3个");
      await size.fill("3");
      // A browser gives no file back.
      await party.locator("input[name=minutes]").setInputFiles({ ...PDF, name: "会议纪要.pdf" });
      await party.getByLabel(`${place.unit}（演示）的决定`).selectOption(place.outcome);
    }
    await party.getByRole("button", { name: "记录集体决定" }).click();
    await expect(party.getByText("尚未公布")).toBeVisible();
    if (place.code === "yueyang") {
      await expect(party.getByText("共3个，可评1个，已评1个")).toBeVisible();
      await healthy(party, "yueyang-decided");
      await shot(party, "yueyang-decided");
    }

    await officer.goto(at);
    await officer.getByRole("link", { name: "公布结果" }).click();
    await healthy(officer, `${place.code}-publish`);
    await officer.getByRole("button", { name: "公布下面的全文" }).click();
    await expect(officer.locator("table")).toContainText(place.outcome);
    await expect(officer.locator("table")).not.toContainText("得分率");
    await shot(officer, `${place.code}-public`);
    for (const page of [officer, clerk, head, reviewer, party]) await page.context().close();
  });
}

import { type Page, expect, test } from "@playwright/test";
import { healthy } from "../support/axe";
import { enter, shot, signIn } from "../support/people";

/// 示例市直机关 takes somebody on: places, an invitation, a delegate, keeping out.
test.describe.configure({ mode: "serial" });

let officer: Page;
let link = "";

test.beforeAll(async ({ browser }) => {
  officer = await enter(browser, "sz.fangan");
});

test("方案管理员增加单位、科室和片区", async () => {
  await officer.getByRole("link", { name: "单位与人员" }).click();
  await officer.getByRole("link", { name: "单位、科室与片区" }).click();
  await officer.getByLabel("新单位名称").fill("档案馆（演示）");
  await officer.getByLabel("单位类型").fill("机关");
  await officer.getByRole("button", { name: "增加单位" }).click();
  // What is there is told, and shown.
  await expect(officer.getByRole("alert")).toContainText("单位“档案馆（演示）”已经有了");
  await expect(officer.getByRole("link", { name: "档案馆（演示）", exact: true })).toBeVisible();
  await expect(officer.getByLabel("新单位名称")).toHaveValue("档案馆（演示）");
  await officer.getByLabel("新单位名称").fill("数据资源局（演示）");
  await officer.getByLabel("单位类型").fill("机关");
  await officer.getByRole("button", { name: "增加单位" }).click();
  await officer.getByRole("link", { name: "数据资源局（演示）" }).click();
  await officer.getByLabel("新科室名称").fill("办公室");
  await officer.getByRole("button", { name: "增加科室" }).click();
  await officer.getByRole("link", { name: "办公室" }).click();
  await expect(officer.getByRole("heading", { level: 1 })).toContainText("办公室");
  await healthy(officer, "department");
  await shot(officer, "department");
  await officer.getByRole("link", { name: "数据资源局（演示）" }).click();
  await officer.getByRole("link", { name: "单位、科室与片区" }).click();
  await officer.getByLabel("新片区或行业名称").fill("综合片区");
  await officer.getByRole("button", { name: "增加片区" }).click();
  await officer.getByRole("link", { name: "综合片区" }).click();
  await officer.getByLabel("数据资源局（演示）").check();
  await officer.getByRole("button", { name: "保存本页单位" }).click();
  await expect(officer.getByLabel("数据资源局（演示）")).toBeChecked();
  await healthy(officer, "line");
  await officer.getByRole("link", { name: "单位、科室与片区" }).click();
  await expect(officer.getByRole("row", { name: /综合片区/ })).toContainText("1");
  await shot(officer, "places");
});

test("邀请一名科室经办人，链接只用一次", async ({ browser }) => {
  await officer.getByRole("link", { name: "单位与人员" }).first().click();
  await officer.getByRole("link", { name: "邀请人员" }).click();
  await officer.getByLabel("姓名").fill("丁演新");
  await officer.getByLabel("岗位", { exact: true }).selectOption({ label: "单位经办人" });
  await officer.getByRole("button", { name: "生成邀请链接" }).click();
  await expect(officer.getByRole("alert")).toContainText("“单位经办人”的任职范围应为一个单位，或其科室");
  await expect(officer.getByLabel("姓名")).toHaveValue("丁演新");
  await shot(officer, "invite");
  await officer.getByLabel("任职范围").selectOption({ label: "数据资源局（演示）·办公室" });
  await officer.getByRole("button", { name: "生成邀请链接" }).click();
  link = await officer.getByLabel("一次性链接").inputValue();
  expect(link).toContain("/join/shizhi/");
  await officer.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await officer.getByRole("button", { name: "复制链接" }).click();
  await expect(officer.getByRole("status").filter({ hasText: "已复制" })).toBeVisible();
  expect(await officer.evaluate(() => navigator.clipboard.readText())).toBe(link);

  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await shot(page, "join");
  await healthy(page, "join");
  await page.getByLabel("登录名").fill("sz.dingyanxin");
  await page.getByLabel("密码", { exact: true }).fill("short");
  await page.getByLabel("再输一次密码").fill("short");
  await page.getByRole("button", { name: "开通账号并接受邀请" }).click();
  await expect(page.getByRole("alert")).toHaveText("新密码至少需要10个字符。");
  await expect(page.getByLabel("登录名")).toHaveValue("sz.dingyanxin");
  await page.getByLabel("密码", { exact: true }).fill("Xin-Mima-2026");
  await page.getByLabel("再输一次密码").fill("Xin-Mima-2026");
  await page.getByRole("button", { name: "开通账号并接受邀请" }).click();
  await expect(page.getByText("账号已开通，岗位已生效。请用刚才设置的登录名和密码登录。")).toBeVisible();
  await expect(page.getByLabel("登录名")).toHaveValue("sz.dingyanxin");
  await signIn(page, "sz.dingyanxin", "Xin-Mima-2026");
  await expect(page.getByRole("heading", { name: "待办" })).toBeVisible();
  await page.goto("/t/shizhi/posts");
  await expect(page.getByRole("heading", { name: /单位经办人（数据资源局（演示）·办公室）/ })).toBeVisible();
  const again = await page.goto(link);
  expect(again?.status()).toBe(404);
  await expect(page.getByText("邀请链接无效")).toBeVisible();
});

test("忘记密码：方案管理员生成一次性链接，本人重设并得知", async ({ browser }) => {
  await officer.goto("/t/shizhi/people");
  await officer.getByRole("row", { name: /sz\.dingyanxin/ }).getByRole("link").click();
  await officer.getByLabel("办理事由").fill("本人当面申请，已核对身份");
  await officer.getByRole("button", { name: "生成重设密码的链接" }).click();
  const reset = await officer.getByLabel("一次性链接").inputValue();
  expect(reset).toContain("/reset/");
  await healthy(officer, "password-link");
  await shot(officer, "password-link");
  const page = await (await browser.newContext()).newPage();
  await page.goto(reset);
  await healthy(page, "reset");
  await shot(page, "reset");
  const choose = async (text: string) => {
    await page.getByLabel("新密码", { exact: true }).fill(text);
    await page.getByLabel("再输一次新密码").fill(text);
    await page.getByRole("button", { name: "重设密码" }).click();
  };
  await choose("short");
  await expect(page.getByRole("alert")).toHaveText("新密码至少需要10个字符。");
  await choose("Geng-Xin-Mima-2026");
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByLabel("登录名")).toHaveValue("sz.dingyanxin");
  await page.getByLabel("密码").fill("Geng-Xin-Mima-2026");
  await page.getByRole("button", { name: "登录" }).click();
  // Who did what to the account is read before anything else.
  await expect(page.getByRole("heading", { level: 1, name: "账号提醒" })).toBeVisible();
  await healthy(page, "notices");
  await shot(page, "notices");
  await page.getByRole("button", { name: "已知悉，继续" }).click();
  await expect(page.getByRole("heading", { name: "待办" })).toBeVisible();
  expect((await page.goto(reset))?.status()).toBe(404);
  await page.context().close();
});

test("单位负责人委托经办人代理，随时终止", async ({ browser }) => {
  const head = await enter(browser, "sz01.fuze");
  await head.goto("/t/shizhi/posts");
  await head.getByText("委托他人代理").click();
  await head.getByLabel("代理的最后一天").fill("2020-01-01");
  await head.getByLabel("委托事由").fill("外出学习");
  await head.locator("form", { hasText: "委托事由" }).evaluate((form: HTMLFormElement) => { form.noValidate = true; });
  await head.getByRole("button", { name: "委托代理" }).click();
  await expect(head.getByRole("alert")).toContainText("90天之内");
  await expect(head.getByLabel("委托事由")).toHaveValue("外出学习");
  const today = (await head.getByLabel("代理的最后一天").getAttribute("min")) ?? "";
  await head.getByLabel("代理的最后一天").fill(today);
  await head.getByRole("button", { name: "委托代理" }).click();
  await expect(head.getByText("正在代理这个岗位")).toBeVisible();
  await shot(head, "own-posts");
  const clerk = await enter(browser, "sz01.jingban");
  await clerk.goto("/t/shizhi/posts");
  await expect(clerk.getByText(/您代.+履行这个岗位/)).toBeVisible();
  await officer.goto("/t/shizhi/people");
  await expect(officer.getByText(/代.+，至/).first()).toBeVisible();
  await shot(officer, "people");
  await head.getByText("终止代理…").click();
  await head.getByRole("button", { name: "确认终止代理" }).click();
  await clerk.reload();
  await expect(clerk.getByText(/您代.+履行这个岗位/)).toHaveCount(0);
});

test("停用立即生效，恢复后继续；最后一名管理员不能免去", async ({ browser }) => {
  const reviewer = await enter(browser, "sz.kaohe");
  await officer.goto("/t/shizhi/people");
  await officer.getByRole("row", { name: /sz\.kaohe/ }).getByRole("link").click();
  await officer.getByText("停用在本辖区的岗位…").click();
  await officer.getByLabel("停用事由").fill("岗位调整");
  await officer.getByRole("button", { name: "确认停用" }).click();
  await expect(officer.getByText("事由：岗位调整")).toBeVisible();
  await shot(officer, "person");
  const kept = await reviewer.goto("/t/shizhi");
  expect(kept?.status()).toBe(403);
  await expect(reviewer.getByText("您在本辖区的岗位已停用")).toBeVisible();
  await officer.getByRole("button", { name: "恢复岗位" }).click();
  expect((await reviewer.goto("/t/shizhi"))?.status()).toBe(200);
  await officer.goto("/t/shizhi/people");
  await officer.getByRole("row", { name: /sz\.fangan/ }).getByRole("link").click();
  await officer.getByText("免去…").click();
  await officer.getByRole("button", { name: "确认免去" }).click();
  await expect(officer.getByRole("alert")).toContainText("此后本辖区就没有能够登录并管理人员的人了");
});

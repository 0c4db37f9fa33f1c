import { type Page, expect, test } from "@playwright/test";
import { code } from "../support/authenticator";
import { House } from "../support/house";
import { PASSWORD, enter, shot, signIn } from "../support/people";

/// One's own account and the platform's desks: everything here works without scripts, so scripts are off.
test.describe.configure({ mode: "serial" });
test.use({ javaScriptEnabled: false });

/// A browser of its own for somebody who is not logged in yet.
async function newcomer(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser");
  return (await browser.newContext({ javaScriptEnabled: false })).newPage();
}

test("经办人查看本人账号、修改资料、退出其他设备", async ({ browser }) => {
  const here = await enter(browser, "jy10.jingban");
  const there = await enter(browser, "jy10.jingban");
  await here.getByRole("link", { name: "我的账号" }).click();
  await expect(here.getByRole("heading", { name: "我的账号" })).toBeVisible();
  await expect(here.getByText("本次登录")).toHaveCount(1);
  await expect(here.locator("main")).toContainText("Chromium，Linux");
  await here.getByLabel("联系电话").fill("电话");
  await here.getByRole("button", { name: "保存" }).click();
  await expect(here.getByRole("alert")).toContainText("联系电话只能由7至15位数字和横线组成");
  await expect(here.getByLabel("联系电话")).toHaveValue("电话");
  await here.getByLabel("联系电话").fill("138 0000 1234");
  await here.getByRole("button", { name: "保存" }).click();
  await expect(here.getByRole("status")).toContainText("本人资料已保存");
  await shot(here, "account");
  await here.getByRole("button", { name: "退出Chromium，Linux上的登录" }).click();
  await expect(here.getByRole("status")).toContainText("已退出");
  await there.goto("/t/jiyuan");
  await expect(there).toHaveURL(/\/login/);
});

test("启用动态口令，两步登录，备用口令只用一次", async ({ browser }) => {
  // A telephone goes by the real time.
  const house = await House.open("own");
  const officer = await house.enter(browser, "sz.fangan", { javaScriptEnabled: false });
  await officer.goto("/account/second-factor");
  await shot(officer, "second-factor-off");
  await officer.getByRole("button", { name: "开始启用" }).click();
  await expect(officer.getByRole("img", { name: "二维码" })).toBeVisible();
  const secret = await officer.locator("code.secret").innerText();
  await shot(officer, "second-factor-begun");
  await officer.getByLabel("验证器现在显示的6位数字").fill("000000");
  await officer.getByRole("button", { name: "确认启用" }).click();
  await expect(officer.getByRole("alert")).toContainText("动态口令不正确");
  await officer.getByLabel("验证器现在显示的6位数字").fill(code(secret));
  await officer.getByRole("button", { name: "确认启用" }).click();
  await expect(officer.getByRole("heading", { name: "动态口令已启用" })).toBeVisible();
  const recovery = await officer.locator("ol.codes code").allInnerTexts();
  expect(recovery).toHaveLength(10);
  await shot(officer, "recovery-codes");

  const again = await (await house.visitor(browser, { javaScriptEnabled: false })).newPage();
  await again.goto("/login?next=/t/shizhi/journal");
  await again.getByLabel("登录名").fill("sz.fangan");
  await again.getByLabel("密码").fill(PASSWORD);
  await again.getByRole("button", { name: "登录" }).click();
  await expect(again).toHaveURL(/\/login\/code/);
  await shot(again, "login-code");
  await again.getByLabel("动态口令").fill("123456");
  await again.getByRole("button", { name: "登录" }).click();
  await expect(again.getByRole("alert")).toContainText("动态口令不正确");
  await again.getByLabel("动态口令").fill(code(secret, 1));
  await again.getByRole("button", { name: "登录" }).click();
  // What was done to the account is read first.
  await expect(again.locator("main")).toContainText("您的账号启用了动态口令");
  await again.getByRole("button", { name: "已知悉，继续" }).click();
  await expect(again).toHaveURL(/\/t\/shizhi\/journal/);

  await again.goto("/account/second-factor");
  await shot(again, "second-factor-on");
  await again.getByLabel("当前密码").fill(PASSWORD);
  await again.getByLabel("动态口令或备用口令").fill(recovery[0] ?? "");
  await again.getByRole("button", { name: "停用动态口令" }).click();
  await expect(again.getByRole("status")).toContainText("动态口令已停用");
  await house.close();
});

test("方案管理员设定账号安全", async ({ browser }) => {
  const officer = await enter(browser, "sz.fangan");
  await officer.getByRole("link", { name: "账号安全" }).click();
  await expect(officer.getByLabel(/等级保护要求/)).toBeChecked();
  await shot(officer, "account-rules");
  await officer.getByLabel(/长口令要求/).check();
  await officer.getByRole("button", { name: "保存" }).click();
  await expect(officer.getByRole("status")).toContainText("已保存，并记入留痕");
  await officer.getByLabel(/等级保护要求/).check();
  await officer.getByRole("button", { name: "保存" }).click();
  await officer.goto("/t/shizhi/journal");
  await expect(officer.locator("main")).toContainText("设定账号安全：密码按长口令要求");
});

test("平台三员各办各的事，互不代办", async ({ browser, page }) => {
  const operator = await enter(browser, "pt.yunwei");
  await expect(operator).toHaveURL(/\/ops\/tenants/);
  await operator.getByLabel("辖区名称").fill("演示县");
  await operator.getByLabel(/^代码/).fill("Yan Shi");
  await operator.getByRole("button", { name: "开设" }).click();
  await expect(operator.getByRole("alert")).toContainText("辖区代码只能由");
  await expect(operator.getByLabel("辖区名称")).toHaveValue("演示县");
  await operator.getByLabel(/^代码/).fill("yanshi");
  await operator.getByLabel("上级辖区").selectOption("henan");
  await operator.getByRole("button", { name: "开设" }).click();
  await expect(operator.getByRole("status")).toContainText("已开设“演示县”");
  await shot(operator, "ops-tenants");
  await operator.goto("/ops/accounts");
  await expect(operator.locator("main")).toContainText("平台三员各司其职");

  const locked = await newcomer(page);
  await locked.goto("/login");
  for (let failure = 0; failure < 6; failure += 1) {
    await locked.getByLabel("登录名").fill("jy11.jingban");
    await locked.getByLabel("密码").fill("wrong-password");
    await locked.getByRole("button", { name: "登录" }).click();
  }
  await expect(locked.getByRole("alert")).toContainText("登录失败次数过多");

  const guard = await enter(browser, "pt.anquan");
  await shot(guard, "ops-find");
  await guard.getByLabel("登录名").fill("jy11.jingban");
  await guard.getByRole("button", { name: "查找" }).click();
  await expect(guard.getByRole("heading", { level: 1 })).toContainText("锁定至");
  await shot(guard, "ops-account");
  await guard.getByLabel("解除锁定的理由").fill("本人来电，已核实身份");
  await guard.getByRole("button", { name: "解除锁定" }).click();
  await expect(guard.getByRole("status")).toContainText("解除锁定已办理");
  await signIn(locked, "jy11.jingban");

  const auditor = await enter(browser, "pt.shenji");
  await expect(auditor.locator("main")).toContainText("jy11.jingban：本人来电，已核实身份");
  await shot(auditor, "ops-journal");
  await auditor.getByRole("button", { name: "核验全部留痕" }).click();
  await expect(auditor.getByRole("status")).toContainText("留痕全部一致");
  await shot(auditor, "ops-verified");
});

test("一人在两个辖区任职，两个标签页各办各的", async ({ browser }) => {
  const jiyuan = await enter(browser, "xunkao");
  const shizhi = await jiyuan.context().newPage();
  await jiyuan.goto("/t/jiyuan/periods");
  await shizhi.goto("/t/shizhi/periods");
  await jiyuan.reload();
  await expect(jiyuan.locator("header.mast .name")).toHaveText("济源示范区（演示）");
  await expect(shizhi.locator("header.mast .name")).toHaveText("示例市直机关（演示）");
  await jiyuan.goto("/account");
  await expect(jiyuan.locator("main")).toContainText("示例市直机关（演示）");
});

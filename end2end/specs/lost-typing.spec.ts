import { type Page, expect, test } from "@playwright/test";
import { criterion } from "../support/checklist";
import { House } from "../support/house";
import { awake, shot, signIn } from "../support/people";
import { drafts, openChecklist, openYear, remark, safe } from "../support/typing";

/// Nothing typed is lost: connection, login, tab, and the page that is not awake yet.
test.describe.configure({ mode: "serial" });

let house: House;
let clerk: Page;
let path = "";

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  house = await House.open("own");
  await openYear(house, browser);
  clerk = await house.enter(browser, "jy01.jingban");
  path = await openChecklist(clerk);
});

test.afterAll(async () => {
  await house?.close();
});

test("填报时断网：内容留在本页，恢复后自动保存", async () => {
  await clerk.context().setOffline(true);
  await (await remark(clerk, "1.1")).fill("断网时写下的说明。");
  await expect(criterion(clerk, "1.1")).toContainText("网络中断，内容还在本页，恢复后会自动保存。");
  await expect(clerk.locator(".saved")).toContainText("1条未保存");
  await shot(clerk, "lost-offline");
  await clerk.context().setOffline(false);
  await safe(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(await remark(clerk, "1.1")).toHaveValue("断网时写下的说明。");
});

test("答复迟迟不来：同一次保存再发一次，只算一次", async () => {
  test.setTimeout(90_000);
  let swallowed = 0;
  await clerk.route("**/api/answers/save", async (route) => {
    // The server hears it; the answer never arrives.
    if (swallowed === 0) await route.fetch();
    swallowed += 1;
    if (swallowed > 1) await route.continue();
  });
  await (await remark(clerk, "1.2")).fill("只应保存一次。");
  await expect(clerk.locator(".saved")).toContainText("保存中");
  await expect(clerk.locator(".saved")).toContainText("已保存", { timeout: 40_000 });
  await clerk.unroute("**/api/answers/save");
  expect(swallowed).toBe(2);
  await safe(clerk);
});

test("填报时登录失效：在新窗口登录后自动保存", async () => {
  await clerk.context().clearCookies();
  await (await remark(clerk, "1.3")).fill("登录失效时写下的说明。");
  const row = criterion(clerk, "1.3");
  await expect(row).toContainText("登录已失效，这一条还没有保存。内容保留在本页，重新登录后会自动保存。");
  await shot(clerk, "lost-login");
  const [second] = await Promise.all([
    clerk.context().waitForEvent("page"),
    row.getByRole("link", { name: "在新窗口登录" }).click(),
  ]);
  await second.getByLabel("登录名").fill("jy01.jingban");
  await second.getByLabel("密码").fill("Qingping-2026");
  await second.getByRole("button", { name: "登录" }).click();
  await expect(second.getByRole("heading", { name: "待办" })).toBeVisible();
  await second.close();
  await clerk.bringToFront();
  await safe(clerk);
});

test("另一人在同一台电脑上登录：不会以别人的名义保存", async () => {
  await clerk.context().clearCookies();
  const second = await clerk.context().newPage();
  await signIn(second, "jy02.jingban");
  await (await remark(clerk, "1.4")).fill("只能以我自己的名义保存。");
  const row = criterion(clerk, "1.4");
  await expect(row).toContainText("这台电脑上现在登录的是另一人");
  await shot(clerk, "lost-other-person");
  await clerk.context().clearCookies();
  await signIn(second, "jy01.jingban");
  await second.close();
  await clerk.bringToFront();
  await safe(clerk);
});

test("关闭标签页：再次打开时找回未保存的内容，可以恢复原来的", async () => {
  await clerk.context().setOffline(true);
  await (await remark(clerk, "1.1")).fill("关闭标签页前写下的。");
  await (await remark(clerk, "1.2")).fill("这一条也是。");
  await expect(criterion(clerk, "1.2")).toContainText("网络中断");
  const context = clerk.context();
  await clerk.close({ runBeforeUnload: false });
  await context.setOffline(false);
  clerk = await context.newPage();
  await clerk.goto(path);
  await awake(clerk);
  await expect(clerk.locator("#found")).toContainText("找到了您上次没有来得及保存的内容，请核对： 第1.1条 第1.2条");
  await expect(await remark(clerk, "1.1")).toHaveValue("关闭标签页前写下的。");
  await safe(clerk);
  await shot(clerk, "lost-found");
  await criterion(clerk, "1.2").getByRole("button", { name: "恢复为原来保存的内容" }).click();
  await criterion(clerk, "1.1").getByRole("button", { name: "知道了" }).click();
  await expect(clerk.locator("#found")).toHaveCount(0);
  await safe(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(await remark(clerk, "1.1")).toHaveValue("关闭标签页前写下的。");
  await expect(await remark(clerk, "1.2")).toHaveValue("只应保存一次。");
});

test("网页还没有准备好时输入的内容不会被冲掉", async () => {
  const context = clerk.context();
  const early = await context.newPage();
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await early.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await early.goto(path, { waitUntil: "domcontentloaded" });
  const row = criterion(early, "1.3");
  await row.locator("textarea").fill("页面准备好之前写下的。", { force: true });
  const count = criterion(early, "1.1").locator(".step input").first();
  await count.fill("1");
  release();
  await awake(early);
  await expect(row.locator("textarea")).toHaveValue("页面准备好之前写下的。");
  await expect(count).toHaveValue("1");
  await safe(early);
  await early.reload();
  await awake(early);
  await expect(criterion(early, "1.3").locator("textarea")).toHaveValue("页面准备好之前写下的。");
  await early.close();
});

test("网页没能准备好：仍可用按钮保存", async () => {
  const plain = await clerk.context().newPage();
  await plain.route("**/*.wasm", (route) => route.abort());
  await plain.goto(path);
  await expect(plain.getByRole("alert")).toContainText("自动保存没有启动");
  await (await remark(plain, "1.4")).fill("用按钮保存的说明。");
  await shot(plain, "lost-plain");
  await plain.unroute("**/*.wasm");
  await plain.getByRole("button", { name: "保存本部分" }).click();
  await awake(plain);
  await expect(criterion(plain, "1.4").locator("textarea")).toHaveValue("用按钮保存的说明。");
  await plain.close();
});

test("说明超过5000字：当场计数，不发送，不截断", async () => {
  await clerk.reload();
  await awake(clerk);
  const field = await remark(clerk, "2.1");
  const row = criterion(clerk, "2.1");
  await field.fill("字".repeat(5_003));
  await expect(row).toContainText("已写5003字，超出3字，请删减；超出时不会保存。");
  await expect(clerk.locator(".saved")).toContainText("1条填写有误，未保存");
  await shot(clerk, "lost-too-long");
  await field.fill("字".repeat(5_000));
  await expect(row).toContainText("已写5000字，最多5000字");
  await safe(clerk);
});

test("负数、离谱的数和不是数的内容：说明原因，内容不动", async () => {
  const row = criterion(clerk, "1.1");
  const count = row.locator(".step input").first();
  for (const wrong of ["-3", "几项", "1000000", "99999999999"]) {
    await count.fill(wrong);
    await expect(row).toContainText(/应为0至100000的整数.*这一条尚未保存。/);
    await expect(count).toHaveValue(wrong);
  }
  await shot(clerk, "lost-number");
  await count.fill("1");
  await safe(clerk);
  await expect(row).toContainText("缺少1项");
});

test("退出登录后，这台电脑上不留未保存的内容", async () => {
  await clerk.route("**/api/answers/save", (route) => route.abort());
  await (await remark(clerk, "2.2")).fill("退出后不应留在电脑上。");
  await expect(criterion(clerk, "2.2")).toContainText("网络中断");
  expect((await drafts(clerk)).length).toBeGreaterThan(0);
  clerk.on("dialog", (dialog) => dialog.accept());
  await clerk.getByRole("button", { name: "退出" }).click();
  await expect(clerk).toHaveURL(/\/login/);
  expect(await drafts(clerk)).toEqual([]);
});

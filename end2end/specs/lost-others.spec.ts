import { type Page, expect, test } from "@playwright/test";
import { criterion, fillSection } from "../support/checklist";
import { House } from "../support/house";
import { awake, shot, signIn } from "../support/people";
import { openChecklist, openYear, remark, safe } from "../support/typing";

/// Nothing typed is lost to another tab, another clerk, a step taken meanwhile, or a post that has ended.
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

test("同一人两个标签页：互相更新，各写各的由本人选择", async () => {
  const other = await clerk.context().newPage();
  await other.goto(path);
  await awake(other);
  await (await remark(clerk, "1.1")).fill("第一个窗口写的。");
  await safe(clerk);
  await expect(await remark(other, "1.1")).toHaveValue("第一个窗口写的。");
  // What stands unsaved in the other window is not touched.
  await other.route("**/api/answers/save", (route) => route.abort());
  await (await remark(other, "1.1")).fill("第二个窗口写的。");
  await (await remark(clerk, "1.1")).fill("第一个窗口又写的。");
  await expect(clerk.locator(".saved")).toContainText("已保存");
  await expect(await remark(other, "1.1")).toHaveValue("第二个窗口写的。");
  await other.unroute("**/api/answers/save");
  const row = criterion(other, "1.1");
  await expect(row).toContainText("这一条刚刚以您的姓名在另一个窗口保存了另一份内容。两份都没有丢失");
  await expect(row.locator(".both")).toContainText("第一个窗口又写的。");
  await expect(row.locator(".both")).toContainText("第二个窗口写的。");
  await row.getByRole("button", { name: "采用另一个窗口的" }).click();
  await expect(await remark(other, "1.1")).toHaveValue("第一个窗口又写的。");
  await expect(row.locator(".choose")).toHaveCount(0);
  await other.close();
});

test("两名经办人写同一条：后写的看到两份内容，自己选择", async ({ browser }) => {
  const told = house.run(
    ...["user", "add", "--tenant", "jiyuan", "--login", "jy01.xieban", "--name", "周协办"],
    ...["--post", "clerk", "--unit", "城市管理局（演示）"],
  );
  const password = /初始密码 (\S+?)（/.exec(told)?.[1] ?? "";
  const colleague = await (await house.visitor(browser)).newPage();
  await signIn(colleague, "jy01.xieban", password);
  await colleague.getByLabel("当前密码").fill(password);
  await colleague.getByLabel("新密码", { exact: true }).fill("Xieban-Mima-2026");
  await colleague.getByLabel("再输一次新密码").fill("Xieban-Mima-2026");
  await colleague.getByRole("button", { name: "修改密码" }).click();
  await expect(colleague.getByRole("status")).toContainText("密码已修改");
  await colleague.goto(path);
  await awake(colleague);
  await clerk.goto(path);
  await awake(clerk);

  await (await remark(colleague, "1.2")).fill("周协办写的：制度已修订两项。");
  await safe(colleague);
  const mine = await remark(clerk, "1.2");
  await mine.fill("我写的：制度已修订三项。");
  const row = criterion(clerk, "1.2");
  await expect(row).toContainText("这一条刚刚已由周协办保存了另一份内容。您的内容没有丢失，请对照后选择保留哪一份。");
  await expect(row.locator(".both")).toContainText("周协办写的：制度已修订两项。");
  await expect(row.locator(".both")).toContainText("我写的：制度已修订三项。");
  await shot(clerk, "lost-two-clerks");
  // Between two texts one goes on writing, and nothing is sent before the choice; a reload keeps both.
  await mine.fill("我写的：制度已修订三项，另有一项在办。");
  await clerk.waitForTimeout(1_200);
  await clerk.reload();
  await awake(clerk);
  await expect(row.locator(".both")).toContainText("制度已修订两项");
  await expect(row.locator(".both")).toContainText("另有一项在办");
  await row.getByRole("button", { name: "保留我的" }).click();
  await safe(clerk);
  await colleague.reload();
  await awake(colleague);
  await expect(await remark(colleague, "1.2")).toHaveValue("我写的：制度已修订三项，另有一项在办。");
  await colleague.context().close();
});

test("岗位刚刚结束：内容留在本页，说明原因", async () => {
  await clerk.route("**/api/answers/save", (route) =>
    route.fulfill({ status: 404, json: { refused: { sentence: "没有找到。", means: "not_there" } } }),
  );
  await (await remark(clerk, "1.3")).fill("岗位结束后写下的。");
  const row = criterion(clerk, "1.3");
  await expect(row).toContainText("您的岗位或任职单位可能刚刚有变动");
  await expect(row).toContainText("这一条没有保存，您填写的内容仍保留在本页和这台电脑上，可以复制留存。");
  await shot(clerk, "lost-post-ended");
  await clerk.unroute("**/api/answers/save");
  await clerk.reload();
  await awake(clerk);
  await expect(await remark(clerk, "1.3")).toHaveValue("岗位结束后写下的。");
  await safe(clerk);
});

test("移交后的旧页面：不写入，内容保留，退回后可以采用", async ({ browser }) => {
  test.setTimeout(150_000);
  const stale = await clerk.context().newPage();
  await stale.goto(path);
  await awake(stale);
  const base = path.replace(/\/fill\/1$/, "");
  for (const section of [1, 2, 3, 4]) {
    await clerk.goto(`${base}/fill/${section}`);
    await fillSection(clerk);
  }
  await clerk.getByRole("button", { name: "提交单位负责人" }).click();
  await expect(clerk.getByText("待签署").first()).toBeVisible();

  await (await remark(stale, "1.1")).fill("旧页面上写下的。");
  const row = criterion(stale, "1.1");
  await expect(row).toContainText("当前状态为“待签署”");
  await expect(row).toContainText("这一条没有保存，您填写的内容仍保留在本页和这台电脑上");
  await shot(stale, "lost-stale");
  await stale.reload();
  await awake(stale);
  await expect(row.locator(".aside")).toContainText("现在这一条不能修改，没有写入；您可以复制留存。");
  await expect(row.locator(".aside")).toContainText("旧页面上写下的。");
  await shot(stale, "lost-aside");

  const head = await house.enter(browser, "jy01.fuze");
  await head.goto(base);
  await head.locator("summary", { hasText: "退回经办人修改" }).click();
  await head.getByLabel("退回说明").fill("请核对第1.1条。");
  await head.getByRole("button", { name: "退回经办人" }).click();
  await expect(head.getByText("填报中").first()).toBeVisible();
  await head.context().close();
  await stale.reload();
  await awake(stale);
  await expect(row.locator(".aside")).toContainText("请与现在的内容对照，再决定是否采用");
  await row.getByRole("button", { name: "采用这份内容" }).click();
  await safe(stale);
  await expect(await remark(stale, "1.1")).toHaveValue("旧页面上写下的。");
  await expect(row.locator(".aside")).toHaveCount(0);
  await stale.close();
});

test("没有脚本的表单：登录失效后内容还在，登录后再次提交", async ({ browser }) => {
  await clerk.goto(path.replace(/\/fill\/1$/, ""));
  await clerk.getByRole("button", { name: "提交单位负责人" }).click();
  const head = await house.enter(browser, "jy01.fuze");
  await head.goto(path.replace(/\/fill\/1$/, ""));
  await head.locator("summary", { hasText: "退回经办人修改" }).click();
  await head.getByLabel("退回说明").fill("第2.1条的依据不充分，请补充会议纪要。");
  // Ended from elsewhere, as it ends by itself: the browser still says who was logged in here.
  const elsewhere = await house.enter(browser, "jy01.fuze");
  await elsewhere.goto("/account");
  await elsewhere.getByRole("button", { name: "退出其他设备上的登录" }).click();
  await expect(elsewhere.getByRole("status")).toContainText("其他设备上的登录已全部退出");
  await elsewhere.context().close();
  await head.getByRole("button", { name: "退回经办人" }).click();
  await expect(head.getByRole("alert")).toContainText("登录已失效，刚才提交的内容没有保存，但仍保留在本页。");
  await expect(head.getByLabel("说明")).toHaveValue("第2.1条的依据不充分，请补充会议纪要。");
  await shot(head, "lost-form");
  const [second] = await Promise.all([
    head.context().waitForEvent("page"),
    head.getByRole("link", { name: "在新窗口登录" }).click(),
  ]);
  await second.getByLabel("登录名").fill("jy01.fuze");
  await second.getByLabel("密码").fill("Qingping-2026");
  await second.getByRole("button", { name: "登录" }).click();
  await expect(second.getByRole("heading", { name: "待办" })).toBeVisible();
  await second.close();
  await head.getByRole("button", { name: "再次提交" }).click();
  await expect(head.getByText("填报中").first()).toBeVisible();
  await expect(head.locator("body")).toContainText("请补充会议纪要");
  await head.context().close();
});

test("浏览器已不记得是谁的：不显示内容，说明没有保存和怎样找回", async ({ browser }) => {
  const base = path.replace(/\/fill\/1$/, "");
  const head = await house.enter(browser, "jy01.fuze");
  await head.goto(base);
  await head.context().clearCookies();
  const answer = await head.request.post(`${base}/send-back`, {
    headers: { "sec-fetch-site": "same-origin", accept: "text/html" },
    form: { message: "请补充。" },
  });
  expect(answer.status()).toBe(401);
  const told = await answer.text();
  expect(told).toContain("刚才提交的内容没有保存");
  expect(told).not.toContain("请补充。");
  await head.context().close();
});

test("连点两次按钮：只办一次，也不报错", async () => {
  const base = path.replace(/\/fill\/1$/, "");
  await clerk.goto(base);
  await clerk.getByRole("button", { name: "提交单位负责人" }).dblclick();
  await expect(clerk.getByText("待签署").first()).toBeVisible();
  await expect(clerk.getByRole("alert")).toHaveCount(0);
});

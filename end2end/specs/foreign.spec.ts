import { expect, test } from "@playwright/test";
import { enter, shot, signIn } from "../support/people";

/// A foreign clerk and a foreign tenant get the same 404 as for a case that does not exist.
test("外单位和外辖区与不存在的申报得到同样的404", async ({ browser }) => {
  const own = await enter(browser, "jy02.jingban");
  await own.goto("/t/jiyuan/cases");
  await own.locator("table a").first().click();
  const path = new URL(own.url()).pathname;
  const missing = path.replace(/[0-9a-f-]{36}$/, "01900000-0000-7000-8000-000000000000");

  for (const login of ["jy03.jingban", "sz01.jingban"]) {
    const foreign = await enter(browser, login);
    // Who asks sees the own menu on every refusal; beyond that, nothing tells one from another.
    const bodies: string[] = [];
    for (const address of [path, `${path}/fill/1`, missing]) {
      const answer = await foreign.goto(address);
      expect(answer?.status(), `${login} ${address}`).toBe(404);
      bodies.push(await foreign.content());
    }
    const post = (address: string, form: Record<string, string>) =>
      foreign.request.post(address, { headers: { "sec-fetch-site": "same-origin" }, form });
    for (const [step, form] of [
      ["hand-over", {}],
      ["sign", { confirm: "yes" }],
      ["send-back", { message: "请修改" }],
      ["close", {}],
      ["evidence?criterion=1.1", {}],
    ] as const) {
      expect((await post(`${path}/${step}`, form)).status(), `${login} ${step}`).toBe(404);
      // What no form of ours asks for is refused before anybody looks for the case: that tells nothing either.
      const unasked = { ...form, unasked: "yes" };
      const [there, nowhere] = [await post(`${path}/${step}`, unasked), await post(`${missing}/${step}`, unasked)];
      expect(there.status(), `${login} ${step} unasked`).toBe(nowhere.status());
      expect(await there.text()).toBe((await nowhere.text()).replaceAll(missing, path));
    }
    expect(new Set(bodies).size, login).toBe(1);
    if (login === "sz01.jingban") {
      // The own tenant in the path, the foreign case's id behind it.
      const own = [path, missing].map((address) => address.replace("/t/jiyuan/", "/t/shizhi/"));
      const same: string[] = [];
      for (const address of own) {
        const answer = await foreign.goto(address);
        expect(answer?.status()).toBe(404);
        same.push(await foreign.content());
      }
      expect(new Set(same).size).toBe(1);
      await shot(foreign, "not-found");
    }
  }
});

test("首次登录须修改密码，弱密码说明原因", async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, "jy14.jingban");
  await expect(page.getByText("这是首次登录")).toBeVisible();
  await page.goto("/t/jiyuan");
  await expect(page).toHaveURL(/\/password/);
  const change = async (text: string) => {
    await page.getByLabel("当前密码").fill("Qingping-2026");
    await page.getByLabel("新密码", { exact: true }).fill(text);
    await page.getByLabel("再输一次新密码").fill(text);
    await page.getByRole("button", { name: "修改密码" }).click();
  };
  await change("short");
  await expect(page.getByRole("alert")).toHaveText("新密码至少需要10个字符。");
  await shot(page, "password");
  await change("Xin-Mima-2026");
  await expect(page.getByRole("status")).toContainText("密码已修改");
  await page.getByRole("link", { name: "进入工作台" }).click();
  await expect(page.getByRole("heading", { name: "待办" })).toBeVisible();
});

test("登录失败不说明哪一项不对，多次失败后锁定", async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto("/login");
  for (let failure = 1; failure <= 6; failure += 1) {
    await page.getByLabel("登录名").fill("jy13.fuze");
    await page.getByLabel("密码").fill("wrong-password");
    await page.getByRole("button", { name: "登录" }).click();
    const expected = failure <= 5 ? "登录名或密码不正确" : "登录失败次数过多";
    await expect(page.getByRole("alert")).toContainText(expected);
  }
});

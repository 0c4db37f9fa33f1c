import { expect, test } from "@playwright/test";
import { clerkOfRunningPeriod } from "../support/shizhi";

/// The part that runs in the browser is on its way: the page says so, and is a form until then.
test("载入之前说明正在准备", async ({ browser }) => {
  const clerk = await clerkOfRunningPeriod(browser, "sz01.jingban");
  let arrive = () => {};
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await clerk.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await clerk.reload({ waitUntil: "domcontentloaded" });
  await expect(clerk.getByText("正在准备自动保存")).toBeVisible();
  await expect(clerk.getByRole("button", { name: "保存本部分" })).toBeVisible();
  arrive();
  await expect(clerk.getByText("改动会自动保存")).toBeVisible();
  await expect(clerk.getByText("正在准备自动保存")).toBeHidden();
  await expect(clerk.getByRole("button", { name: "保存本部分" })).toBeHidden();
});

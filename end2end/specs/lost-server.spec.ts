import { chromium, expect, test } from "@playwright/test";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { criterion } from "../support/checklist";
import { House } from "../support/house";
import { awake, shot, signIn } from "../support/people";
import { drafts, openChecklist, openYear, remark, safe } from "../support/typing";

/// Nothing typed is lost: the server is killed, its disk is full, the browser is killed.
test.describe.configure({ mode: "serial" });

let house: House;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  house = await House.open("own");
  await openYear(house, browser);
});

test.afterAll(async () => {
  await house?.close();
});

test("填报时服务端被强行终止：重新启动后自动保存", async ({ browser }) => {
  const clerk = await house.enter(browser, "jy01.jingban");
  await openChecklist(clerk);
  const field = await remark(clerk, "1.1");
  await field.fill("终止之前写下的。");
  await safe(clerk);
  await house.kill();
  await field.fill("终止之后写下的。");
  await expect(criterion(clerk, "1.1")).toContainText("网络中断，内容还在本页，恢复后会自动保存。");
  await house.start();
  await safe(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(await remark(clerk, "1.1")).toHaveValue("终止之后写下的。");
  await clerk.context().close();
});

test("磁盘已满：说明原因，内容留在本页，腾出空间后自动保存", async ({ browser }) => {
  test.setTimeout(120_000);
  await house.kill();
  await house.startOnSmallDisk(32);
  const clerk = await house.enter(browser, "jy02.jingban");
  await openChecklist(clerk);
  house.fill();
  // The log of the database is written over before it grows: it takes some saves until nothing goes in.
  const field = await remark(clerk, "1.2");
  const row = criterion(clerk, "1.2");
  let typed = "";
  await expect(async () => {
    typed = `磁盘已满时写下的。${"字".repeat(4_000 + Math.floor(Math.random() * 900))}`;
    await field.fill(typed);
    await expect(row).toContainText("服务器存储空间已满", { timeout: 1_500 });
  }).toPass({ timeout: 90_000 });
  await expect(row).toContainText("以前保存的不受影响");
  await expect(row).toContainText("内容保留在本页，会自动重试。");
  await shot(clerk, "lost-disk-full");
  // Others still read.
  const reader = await clerk.context().newPage();
  expect((await reader.goto("/t/jiyuan"))?.status()).toBe(200);
  await reader.close();
  house.free();
  await safe(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(await remark(clerk, "1.2")).toHaveValue(typed);
  await clerk.context().close();
  house.keepDisk();
  await house.kill();
  await house.start();
});

test("浏览器被强行终止：再次登录后找回未保存的内容", async () => {
  test.setTimeout(120_000);
  const profile = mkdtempSync(join(tmpdir(), "qingping-profile-"));
  const options = {
    executablePath: process.env.QINGPING_CHROMIUM ?? "/usr/bin/chromium",
    baseURL: house.url,
    locale: "zh-CN",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  };
  const first = await chromium.launchPersistentContext(profile, options);
  const page = await first.newPage();
  await signIn(page, "jy03.jingban");
  const path = await openChecklist(page);
  await house.kill();
  await (await remark(page, "1.1")).fill("浏览器被终止前写下的。");
  await expect(criterion(page, "1.1")).toContainText("网络中断");
  expect((await drafts(page)).length).toBe(1);
  // The browser itself writes its store to disk a few seconds later.
  await page.waitForTimeout(8_000);
  killBrowser(profile);
  await first.close().catch(() => {});
  await house.start();

  const second = await chromium.launchPersistentContext(profile, options);
  const again = await second.newPage();
  await again.goto(path);
  if (/\/login/.test(again.url())) {
    await signIn(again, "jy03.jingban");
    await again.goto(path);
  }
  await awake(again);
  await expect(again.locator("#found")).toContainText("第1.1条");
  await expect(await remark(again, "1.1")).toHaveValue("浏览器被终止前写下的。");
  await safe(again);
  await second.close();
  rmSync(profile, { recursive: true, force: true });
});

/// SIGKILL to every process of the browser that works in this profile, and to no other.
function killBrowser(profile: string): void {
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    let words = "";
    try {
      words = readFileSync(`/proc/${entry}/cmdline`, "utf8");
    } catch {
      continue;
    }
    if (words.includes(`--user-data-dir=${profile}`)) process.kill(Number(entry), "SIGKILL");
  }
}

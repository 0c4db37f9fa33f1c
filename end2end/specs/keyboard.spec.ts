import { type Page, expect, test } from "@playwright/test";
import { criterion, saved } from "../support/checklist";
import { awake } from "../support/people";
import { clerkOfRunningPeriod } from "../support/shizhi";

/// The checklist without a mouse.
test.describe.configure({ mode: "serial" });

let clerk: Page;

test.beforeAll(async ({ browser }) => {
  clerk = await clerkOfRunningPeriod(browser);
  await awake(clerk);
});

/// What has the focus, as a test reads it.
async function focused(): Promise<{ id: string; tag: string; type: string; criterion: string }> {
  return await clerk.evaluate(() => {
    const element = document.activeElement as HTMLInputElement;
    const row = element.closest(".crit")?.id ?? "";
    return { id: element.id, tag: element.tagName, type: element.type ?? "", criterion: row.replace("c-", "") };
  });
}

test("快捷键写在页面上，按问号看全部，可以关掉", async () => {
  await expect(clerk.locator(".keys")).toContainText("下一处未填");
  await clerk.keyboard.press("?");
  const help = clerk.getByRole("dialog", { name: "键盘快捷键" });
  await expect(help).toContainText("下一条评分细则");
  await clerk.keyboard.press("j");
  await expect(help).toBeVisible();
  await help.getByLabel(/启用单键快捷键/).uncheck();
  await clerk.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await clerk.keyboard.press("j");
  expect((await focused()).criterion).toBe("");
  await clerk.reload();
  await awake(clerk);
  await clerk.keyboard.press("j");
  expect((await focused()).criterion).toBe("");
  await clerk.getByRole("button", { name: "全部快捷键" }).click();
  await help.getByLabel(/启用单键快捷键/).check();
  await help.getByRole("button", { name: "关闭" }).click();
  await clerk.keyboard.press("j");
  expect((await focused()).criterion).toBe("1.1");
});

test("上下移动，焦点看得见", async () => {
  await clerk.reload();
  await awake(clerk);
  await clerk.keyboard.press("j");
  await clerk.keyboard.press("j");
  expect((await focused()).id).toBe("c-1.2");
  const mark = await clerk.evaluate(() => getComputedStyle(document.activeElement!, "::before").borderLeftWidth);
  expect(mark).toBe("3px");
  await clerk.keyboard.press("k");
  expect((await focused()).id).toBe("c-1.1");
  await clerk.keyboard.press("Alt+ArrowDown");
  expect((await focused()).id).toBe("c-1.2");
  await clerk.keyboard.press("s");
  expect((await focused()).tag).toBe("A");
});

test("在输入框中打字时快捷键不起作用，输入法组字时也不起作用", async () => {
  const row = criterion(clerk, "1.2");
  await row.focus();
  await clerk.keyboard.press("r");
  const remark = row.locator("textarea");
  await expect(remark).toBeFocused();
  await clerk.keyboard.type("jkn123?su");
  await expect(remark).toHaveValue("jkn123?su");
  await expect(remark).toBeFocused();
  await expect(clerk.getByRole("dialog")).toBeHidden();
  await remark.fill("");
  await saved(clerk);
  await clerk.keyboard.press("Escape");
  expect((await focused()).id).toBe("c-1.2");
  await clerk.evaluate(() => {
    for (const init of [{ key: "j", isComposing: true }, { key: "j", keyCode: 229 }]) {
      document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true }));
    }
  });
  expect((await focused()).id).toBe("c-1.2");
});

test("数字由输入法组成时只写一次，光标不动", async () => {
  const field = criterion(clerk, "1.1").locator(".step input").first();
  await field.fill("");
  await field.focus();
  const cdp = await clerk.context().newCDPSession(clerk);
  for (const text of ["1", "12"]) {
    await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await cdp.send("Input.insertText", { text: "１２" });
  await expect(field).toHaveValue("１２");
  await expect(criterion(clerk, "1.1")).toContainText("缺少12项");
  // In the middle of what stands there.
  await field.fill("13");
  await clerk.keyboard.press("ArrowLeft");
  await clerk.keyboard.type("2");
  expect(await field.evaluate((input: HTMLInputElement) => [input.value, input.selectionStart])).toEqual(["123", 2]);
  await field.fill("");
  await saved(clerk);
  // The same where points are given by hand.
  const here = clerk.url();
  await clerk.goto(here.replace(/\/fill\/1.*/, "/fill/2"));
  await awake(clerk);
  const points = criterion(clerk, "5.2").locator("input.points");
  await points.fill("");
  for (const text of ["0", "0 5"]) {
    await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await cdp.send("Input.insertText", { text: "０。５" });
  await expect(points).toHaveValue("０。５");
  await points.blur();
  await saved(clerk);
  await clerk.reload();
  await awake(clerk);
  await expect(points).toHaveValue("0.5");
  clerk.once("dialog", (dialog) => void dialog.accept());
  await criterion(clerk, "5.2").getByRole("button", { name: "恢复为未填" }).click();
  await saved(clerk);
  await clerk.goto(here);
  await awake(clerk);
});

test("以后再填的列出来，下一处未填先跳过；填过的可以恢复为未填", async () => {
  await clerk.reload();
  await awake(clerk);
  await clerk.keyboard.press("n");
  const first = (await focused()).criterion;
  await criterion(clerk, first).focus();
  await clerk.keyboard.press("l");
  await expect(clerk.locator(".put-off")).toContainText(first);
  await clerk.keyboard.press("n");
  await criterion(clerk, first).focus();
  await clerk.keyboard.press("l");
  await expect(clerk.locator(".put-off")).toHaveCount(0);
  // Leaving within the pause asks nothing, and loses nothing.
  const asked: string[] = [];
  const told = (dialog: import("@playwright/test").Dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  };
  clerk.on("dialog", told);
  const count = criterion(clerk, "1.1").locator(".step input").first();
  await count.fill("1");
  await clerk.reload();
  await awake(clerk);
  await expect(count).toHaveValue("1");
  await expect(clerk.locator("#found")).toHaveCount(0);
  await saved(clerk);
  expect(asked).toEqual([]);
  await criterion(clerk, "1.1").getByRole("button", { name: "恢复为未填" }).click();
  await expect(count).toHaveValue("");
  expect(asked).toEqual(["confirm"]);
  clerk.off("dialog", told);
  await saved(clerk);
});

test("只用键盘填完一个部分", async () => {
  await clerk.reload();
  await awake(clerk);
  const all = await clerk.locator(".crit").count();
  // The next open place takes a digit, whatever it is: a choice, or a field for a figure.
  for (let step = 0; step < 120; step += 1) {
    await clerk.keyboard.press("n");
    const at = await focused();
    if (!at.criterion) break;
    if (at.tag === "TEXTAREA") {
      await clerk.keyboard.type("已按要求开展。");
      await clerk.keyboard.press("Escape");
      continue;
    }
    const field = at.tag === "INPUT" && at.type === "text";
    await clerk.keyboard.press("1");
    const now = await focused();
    if (field || (now.tag === "INPUT" && now.type === "text" && now.id !== at.id)) {
      const typed = await clerk.evaluate(() => (document.activeElement as HTMLInputElement).value);
      if (typed) await clerk.keyboard.press("Enter");
      else await clerk.keyboard.press("Escape");
    }
    if (!clerk.url().includes("/fill/1")) break;
    if ((await clerk.locator(".toc ol").first().locator(".st.full").count()) === 3) break;
  }
  await expect(clerk.locator(".toc ol").first().locator(".st.full")).toHaveCount(3);
  await expect(clerk.locator(".score .counted")).toContainText(`已填${all}／`);
  await saved(clerk);
  await clerk.keyboard.press("Escape");
  await clerk.keyboard.press("]");
  await expect(clerk).toHaveURL(/\/fill\/2/);
});

import { type Page, expect } from "@playwright/test";

/// Accepts with a reason what has to be confirmed, one finding after the other: accepting one may show another.
export async function giveReasons(officer: Page, reason: string): Promise<void> {
  const open = officer.locator(".found > ul > li", { hasText: "需要确认" });
  while ((await open.count()) > 0) {
    const told = () => open.allInnerTexts();
    const before = (await told())[0];
    const field = open.first().getByPlaceholder("保留不改的，在此写明理由");
    await field.fill(reason);
    await field.blur();
    await expect.poll(async () => (await told())[0]).not.toBe(before);
  }
}

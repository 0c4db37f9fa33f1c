import { expect, test } from "@playwright/test";
import { SIZES } from "../support/axe";
import { shot } from "../support/people";

/// The kit looks as it was last looked at. After a change that is meant: `npx --no-install playwright test --config
/// end2end/playwright.config.ts kit --update-snapshots`, and look at the new pictures.
for (const [width, height] of SIZES) {
  test(`组件在${width}像素宽的屏幕上没有走样`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto("/ui");
    const groups = page.locator("section.kit");
    await expect(groups).toHaveCount(13);
    for (const [at, group] of (await groups.all()).entries()) {
      await expect(group).toHaveScreenshot(`${width}-${String(at + 1).padStart(2, "0")}.png`, { maxDiffPixelRatio: 0.02 });
    }
  });
}

test("组件一览", async ({ page }) => {
  await page.goto("/ui");
  await shot(page, "ui");
});

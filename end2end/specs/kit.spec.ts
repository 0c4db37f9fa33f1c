import { expect, test } from "@playwright/test";
import { SIZES } from "../support/axe";
import { shot } from "../support/people";

/// Every component in every state stands within its place, on each screen. Pictures of them are for people to look at.
for (const [width, height] of SIZES) {
  test(`组件在${width}像素宽的屏幕上都在自己的位置里`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto("/ui");
    const groups = page.locator("section.kit");
    await expect(groups).toHaveCount(15);
    for (const group of await groups.all()) {
      const outside = await group.evaluate((section) => {
        const { left, right } = section.getBoundingClientRect();
        const scrolled = (element: Element) => element.closest(".scroll, [data-scroll], table") !== null;
        return [...section.querySelectorAll("*")]
          .filter((element) => !scrolled(element) && element.getClientRects().length > 0)
          .filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && (box.left < left - 1 || box.right > right + 1);
          })
          .map((element) => element.outerHTML.slice(0, 120));
      });
      expect(outside).toEqual([]);
    }
  });
}

test("组件一览", async ({ page }) => {
  await page.goto("/ui");
  await shot(page, "ui");
});

import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

/// Sizes of an office screen and of a phone.
export const SIZES = [
  [1366, 768],
  [360, 740],
] as const;

/// Nothing serious stands in anybody's way, and nothing scrolls sideways, at both sizes.
export async function healthy(page: Page, where: string): Promise<void> {
  const before = page.viewportSize();
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze();
    const grave = violations
      .filter((found) => found.impact === "serious" || found.impact === "critical")
      .map((found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
    expect(grave, `${where} at ${width}px`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, `${where} scrolls sideways at ${width}px`).toBeLessThanOrEqual(width);
  }
  if (before) await page.setViewportSize(before);
}

import { type Page, expect, test } from "@playwright/test";
import { healthy } from "../support/axe";
import { enter } from "../support/people";
import { pageOf, pages } from "../support/routes";
import { clerkOfRunningPeriod } from "../support/shizhi";

/// Every page of the server's own list, as the people who see it: nothing serious or critical by axe, at both sizes.
test.describe.configure({ mode: "serial", timeout: 600_000 });
// A trace keeps a copy of every page for every question asked of it, and there are many.
test.use({ trace: "off" });

const ALL = pages();
const seen = new Set<string>();

/// Pages that show each post something of its own; the others are looked at once.
const DIFFERENT = ["/t/{code}", "/t/{code}/cases/{case}", "/t/{code}/periods/{period}/decision"];

/// No pages, or seen elsewhere, and where.
const ELSEWHERE: Record<string, string> = {
  "/healthz": "for machines",
  "/readyz": "for machines",
  "/favicon.svg": "a picture",
  "/robots.txt": "for machines",
  "/pkg/{file}": "files of the site",
  "/t/{code}/files/{file}": "downloads",
  "/t/{code}/schemes/{scheme}/file": "downloads",
  "/t/{code}/studio/{draft}/file": "downloads",
  "/t/{code}/decisions/{decision}/publish": "year.spec.ts, while a decision waits",
  "/t/{code}/periods/{period}/headcounts": "applicants.spec.ts, for a scheme whose places are a share of people",
  "/t/{code}/periods/{period}/supplement": "supplement.spec.ts, when there is a newer version",
  "/t/{code}/periods/{period}/applicants": "applicants.spec.ts, for a scheme that judges others than units",
  "/t/{code}/cases/{case}/facts": "organ.spec.ts, for a scheme that counts facts",
  "/login/code": "a form of one field, only for whoever has a second factor: accounts.spec.ts has its picture",
  "/join/{code}/{token}": "people.spec.ts, while an invitation is open",
  "/reset/{token}": "people.spec.ts, while a link for a forgotten password is open",
  "/account/notices": "people.spec.ts, after something was done to an account",
  "/t/{code}/departments/{department}": "people.spec.ts, once a unit has a department",
  "/t/{code}/lines/{line}": "people.spec.ts, once there is a line",
  "/p/{code}/{announcement}": "year.spec.ts, once there is more than one announcement",
};

/// Follows the links from an address; each page of the list once.
async function walk(page: Page, start: string): Promise<void> {
  const visited = new Set<string>();
  const open = [start];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    const listed = pageOf(address, ALL);
    if (!listed || visited.has(listed) || listed in ELSEWHERE) continue;
    visited.add(listed);
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(200);
    // Some addresses lead to another page.
    const landed = pageOf(new URL(page.url()).pathname, ALL) ?? listed;
    if (!seen.has(landed) || DIFFERENT.includes(landed)) await healthy(page, address);
    seen.add(listed).add(landed);
    const links = await page
      .locator("a[href^='/']")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    open.push(...links.filter((link) => link !== "/" && !link.includes("/api/")).reverse());
  }
}

test("没有登录的人", async ({ page }) => {
  for (const address of ["/", "/login", "/p/jiyuan", "/p/shizhi", "/ui"]) await walk(page, address);
});

for (const [login, start] of [
  ["jy.fangan", "/t/jiyuan"],
  ["jy.kaohe", "/t/jiyuan"],
  ["jy.dangzu", "/t/jiyuan"],
  ["jy01.jingban", "/t/jiyuan"],
  ["hn.jiwei", "/t/henan"],
  ["sz.fangan", "/t/shizhi"],
  ["sz01.fuze", "/t/shizhi"],
  ["xunkao", "/"],
  ["pt.yunwei", "/ops"],
  ["pt.anquan", "/ops"],
  ["pt.anquan", "/ops/accounts?login=jy01.jingban"],
  ["pt.shenji", "/ops"],
] as const) {
  test(`${login} 从 ${start} 看得到的页面`, async ({ browser }) => {
    const page = await enter(browser, login);
    await walk(page, start);
    await page.context().close();
  });
}

test("经办人正在填报的页面", async ({ browser }) => {
  const page = await clerkOfRunningPeriod(browser, "sz03.jingban");
  await healthy(page, page.url());
  seen.add("/t/{code}/cases/{case}/fill/{section}");
  await walk(page, "/t/shizhi");
});

test("清单上的每个页面都看过", () => {
  expect(ALL.filter((path) => !seen.has(path) && !(path in ELSEWHERE))).toEqual([]);
});

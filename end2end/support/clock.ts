/// The moment it is where the clock was moved; `cargo xtask test` names it. In Asia/Shanghai.
export const NOW = process.env.QINGPING_TEST_NOW ?? "2026-11-27 09:30";

/// Its day, as a date field takes it.
export const TODAY = NOW.slice(0, 10);

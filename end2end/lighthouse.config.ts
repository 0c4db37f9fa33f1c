import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config";

/// `cargo xtask lighthouse` starts a release server and sets the environment.
export default defineConfig({
  ...journeys,
  testDir: "figures",
  timeout: 600_000,
  reporter: [["list"]],
});

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import { closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { NOW } from "./clock";
import { signIn } from "./people";

/// The server's executable; `cargo xtask test` names it.
const PROGRAM = resolve(process.env.QINGPING_SERVER ?? "target/debug/qingping");

/// `moved`: demo mode at a fixed moment, so that what is typed is of the right year. `own`: the machine's clock, for what is
/// started anew or counts seconds.
type Clock = "moved" | "own";

/// A deployment of one's own, for journeys that kill it or fill its disk: own data, own port, own small disk.
export class House {
  readonly url: string;
  private server?: ChildProcess;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly clock: Clock,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /// With demo data, running.
  static async open(clock: Clock = "moved"): Promise<House> {
    const folder = mkdtempSync(join(tmpdir(), "qingping-journey-"));
    const house = new House(folder, await freePort(), clock);
    mkdirSync(house.data);
    house.run("demo");
    await house.start();
    return house;
  }

  get data(): string {
    return join(this.folder, "data");
  }

  private get environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      QINGPING_DATA: this.data,
      QINGPING_ADDR: `127.0.0.1:${this.port}`,
    };
  }

  /// Runs a command of the executable to its end; what it printed.
  run(...words: string[]): string {
    return execFileSync(PROGRAM, words, { env: this.environment, encoding: "utf8" });
  }

  async start(): Promise<void> {
    if (this.clock === "own") return this.launch(PROGRAM, ["serve"]);
    return this.launch(PROGRAM, ["serve", "--demo"], { QINGPING_NOW: NOW });
  }

  /// Starts on a disk of so many megabytes, which only this server sees.
  async startOnSmallDisk(megabytes: number): Promise<void> {
    const script = `mount -t tmpfs -o size=${megabytes}m qingping "$1" && cp -a "$2/." "$1" && exec "$3" serve`;
    const disk = join(this.folder, "disk");
    mkdirSync(disk);
    const own = process.getuid?.() === 0 ? ["--mount"] : ["--mount", "--map-root-user"];
    const words = [...own, "sh", "-c", script, "sh", disk, this.data, PROGRAM];
    await this.launch("unshare", words, { QINGPING_DATA: disk });
  }

  private async launch(program: string, words: string[], more: Record<string, string> = {}): Promise<void> {
    const log = openSync(join(this.folder, "server.log"), "a");
    const server = spawn(program, words, { env: { ...this.environment, ...more }, stdio: ["ignore", log, log] });
    closeSync(log);
    this.server = server;
    for (let tries = 0; tries < 600; tries += 1) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("the server is not ready");
  }

  /// No farewell, nothing flushed.
  async kill(): Promise<void> {
    const server = this.server;
    if (!server || server.exitCode !== null) return;
    const gone = new Promise((done) => server.once("exit", done));
    server.kill("SIGKILL");
    await gone;
  }

  /// Takes all that is left of the small disk.
  fill(): void {
    const ballast = openSync(join(this.disk, "ballast"), "w");
    const block = Buffer.alloc(4096);
    try {
      for (;;) writeSync(ballast, block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      closeSync(ballast);
    }
  }

  free(): void {
    rmSync(join(this.disk, "ballast"));
  }

  /// The small disk as only its server sees it.
  private get disk(): string {
    return `/proc/${this.server?.pid}/root${join(this.folder, "disk")}`;
  }

  /// What the small disk holds becomes the data, so that the next start goes on from there.
  keepDisk(): void {
    for (const name of ["qingping.db", "qingping.db-wal", "files"]) {
      const from = join(this.disk, name);
      if (existsSync(from)) cpSync(from, join(this.data, name), { recursive: true });
    }
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /// Somebody at the own desk, in a browser session of their own.
  async enter(browser: Browser, login: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.visitor(browser, options);
    const page = await context.newPage();
    await signIn(page, login);
    return page;
  }

  visitor(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return browser.newContext({ baseURL: this.url, ...options });
  }
}

/// A port nobody listens on at this moment.
function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : failed(new Error("no port"))));
    });
  });
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrowser } from "../../tools/browser.mjs";
import { Sandbox } from "../stage/sandbox.ts";

const canary = "canary-51c0ffee-never-on-a-page";
const plyr = new Sandbox();
let served: Awaited<ReturnType<Sandbox["serve"]>>;
let browser: Browser;
let page: Page;
/** Everything that the browser asked for, and was told. */
const asked: string[] = [];
const told: string[] = [];
const mistakes: string[] = [];

beforeAll(async () => {
  plyr.edit("Pulumi.yaml", (text) => text.replace("{ generate: hex }", "${secrets.TRANSCODER_AUTH_TOKEN}"));
  const words = ["config", "set", "--path", "--secret", "--stack", "shared", "plyr:secrets.TRANSCODER_AUTH_TOKEN"];
  await plyr.succeed(words, canary);
  served = await plyr.serve(["page"]);
  // Root, as which containers run, has no use of Chromium's own sandbox.
  browser = await chromium.launch({ executablePath: await findBrowser(), args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", ({ message }) => mistakes.push(message));
  page.on("console", (message) => message.type() === "error" && mistakes.push(message.text()));
  // The events' stream does not end, so it is read beside the page.
  void fetch(`${served.line}events`)
    .then(async ({ body }) => {
      for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) told.push(chunk);
    })
    .catch(() => undefined);
  await page.goto(served.line);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
  expect(existsSync(join(plyr.folder, "page.json"))).toBe(false);
  await plyr.close();
});

const section = (name: string) => page.getByRole("region", { name, exact: true });
const rowsOfCalls = () => section("Calls").getByRole("row").count();
const focused = () => page.evaluate("document.activeElement?.outerHTML.slice(0, 300)") as Promise<string>;

/** Where in the document what has the focus stands, how it shows, and what it is. */
const lookAtFocus =
  "[[...document.querySelectorAll('*')].indexOf(document.activeElement), getComputedStyle(document.activeElement).outlineStyle, document.activeElement.tagName]";

/** Tab until what has the focus holds a text. */
async function tabTo(text: string): Promise<void> {
  for (let pressed = 0; pressed < 120; pressed++) {
    await page.keyboard.press("Tab");
    if ((await focused()).includes(text)) return;
  }
  throw new Error(`Tab does not lead to ${text}`);
}

describe("the page of the sandbox", () => {
  test("shows every environment of the config before anything is up", async () => {
    const table = page.getByRole("table", { name: "Environments" });
    await expect.poll(() => table.getByRole("row").count(), { timeout: 60_000 }).toBe(7);
    const heads = await table.getByRole("columnheader").locator(".stack").allTextContents();
    expect(heads).toEqual(["dev", "staging", "production", "review", "shared"]);
    expect(await page.title()).toBe("plyr · sandbox");
  });

  test("is walked through by keyboard, in the order in which it is read, with the focus in sight", async () => {
    await page.keyboard.press("Tab");
    expect(await focused()).toContain("Skip to the content");
    const visited: number[] = [];
    for (;;) {
      await page.keyboard.press("Tab");
      const [place, outline, name] = (await page.evaluate(lookAtFocus)) as [number, string, string];
      if (name === "BODY" || visited.includes(place)) break;
      expect([name, outline]).toEqual([name, "solid"]);
      visited.push(place);
    }
    expect(visited.length).toBeGreaterThan(15);
    expect(visited).toEqual([...visited].sort((a, b) => a - b));
  });

  test("makes the next up fail where a fault is switched on by keyboard, and shows its calls as they come", async () => {
    await section("Faults").getByLabel("Call").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("fly.createApp");
    await tabTo("<select");
    await tabTo('type="number"');
    await page.keyboard.press("Control+A");
    await page.keyboard.type("403");
    await tabTo("until switched off");
    await page.keyboard.press("End");
    await tabTo('type="submit"');
    await page.keyboard.press("Enter");
    await expect.poll(() => section("Faults").textContent()).toContain("refuse, 403, until switched off");

    const before = await rowsOfCalls();
    const counts: number[] = [];
    const running = plyr.run(["up", "--stack", "shared", "--yes", "--skip-preview"]);
    let over = false;
    void running.then(() => (over = true));
    while (!over) {
      counts.push(await rowsOfCalls());
      await page.waitForTimeout(50);
    }
    const { code, text } = await running;
    expect(code).not.toBe(0);
    expect(text).toContain("Fly refused");
    expect(new Set(counts).size, "the list grew while the up ran").toBeGreaterThan(1);
    await expect.poll(rowsOfCalls).toBeGreaterThan(before);
    await section("Calls").getByLabel("only those that failed").check();
    await expect.poll(() => section("Calls").textContent()).toContain("fault: refuse");
    await section("Calls").getByLabel("only those that failed").uncheck();
    await expect.poll(() => section("Run").textContent()).toMatch(/up shared failed after/);
    expect(await section("Run").locator("tr.failed").textContent()).toContain("fly App transcoder");
  });

  test("lets it pass once the fault is off, and shows the steps of our own up and what is there after it", async () => {
    await section("Faults").getByRole("button", { name: "Switch off: fly.createApp refuse" }).press("Enter");
    await expect.poll(() => section("Faults").textContent()).toContain("None. Every call is answered");
    await plyr.succeed(["parity", "up", "--stack", "shared", "--yes"]);
    await expect.poll(() => section("Run").textContent()).toMatch(/parity up shared done in/);
    expect(await section("Run").locator("tr.done").allTextContents()).toContainEqual(
      expect.stringContaining("fly App transcoder"),
    );
    const table = page.getByRole("table", { name: "Environments" });
    await expect.poll(() => table.textContent()).toMatch(/up, \d+ resources/);
    const transcoder = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "transcoder" }) });
    expect(await transcoder.getByRole("cell").last().textContent()).toContain("there, 1 secret");
    expect(await section("Fly").textContent()).toContain("plyr-transcoder");
  });

  test.each([
    ["light", 360],
    ["dark", 360],
    ["dark", 1280],
  ] as const)("has nothing beside the screen in %s at %i pixels", async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")).toBe("auto");
    const ground = String(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
    const [red = 0] = ground.match(/\d+/g)?.map(Number) ?? [];
    expect(red > 128).toBe(colorScheme === "light");
  });

  test("asks this machine alone, without a mistake, and has the canary nowhere", async () => {
    for (const summary of await page.locator("summary").all()) await summary.evaluate("(one) => one.click()");
    expect(told.join("")).toContain("TRANSCODER_AUTH_TOKEN");
    expect(told.join("") + (await page.content())).not.toContain(canary);
    expect(plyr.filesWith(canary)).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(served.line))).toEqual([]);
    expect(mistakes).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compatibilityDefinition } from "../../../src/provider/pages/compatibility.ts";
import { failureOf, type TestPlugin } from "../../plugin/harness.ts";
import { accept, liveThrough } from "../../plugin/lifecycle.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { ACCOUNT, type PagesCloud, startPagesCloud, startPagesPlugin } from "./pages-cloud.ts";

const TOKEN = "parity:pages:Compatibility";
const program = (date: string, flags: string[], project = "plyr") => ({
  ...{ accountId: ACCOUNT, project, slot: "preview", date, flags },
});
const first = program("2024-09-23", ["nodejs_compat"]);
const second = program("2025-01-15", ["global_navigator", "nodejs_compat"]);

beforeEach(skipPauses);

describe("the compatibility of a Pages slot", () => {
  let cloud: PagesCloud;
  let plugin: TestPlugin;

  beforeEach(async () => {
    cloud = await startPagesCloud();
    await cloud.createProject("plyr");
    plugin = await startPagesPlugin(cloud, compatibilityDefinition);
  });
  afterEach(() => plugin.close());

  const slots = async () => (await cloud.look("plyr")) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const create = async (given: ReturnType<typeof program>) => plugin.create(TOKEN, await accept(plugin, TOKEN, given));

  it("is set beside the variables and the other slot, read back, and left there in the end", async () => {
    await cloud.change("plyr", "preview", { A: { type: "plain_text", value: "1" } }, { wrangler_config_hash: "abc" });
    const other = (await slots())["production"];
    await liveThrough(plugin, {
      token: TOKEN,
      outlivesDelete: true,
      inputs: first,
      updates: [{ inputs: second, changes: { date: "update", "flags[0]": "update", "flags[1]": "add" } }],
    });
    const { preview, production } = await slots();
    expect(production).toEqual(other);
    expect(preview).toMatchObject({
      compatibility_date: "2025-01-15",
      compatibility_flags: ["global_navigator", "nodejs_compat"],
      env_vars: { A: { value: "1" } },
      wrangler_config_hash: "abc",
    });
  });

  it("that somebody changed is found, and flags in another order are not a change", async () => {
    const created = await create(second);
    await cloud.change("plyr", "preview", {}, { compatibility_flags: ["nodejs_compat", "global_navigator"] });
    expect((await plugin.read(TOKEN, created.id, created))?.inputs).toEqual(second);
    await cloud.change("plyr", "preview", {}, { compatibility_date: "2022-01-01", compatibility_flags: [] });
    expect((await plugin.read(TOKEN, created.id, created))?.inputs).toEqual(program("2022-01-01", []));
    await cloud.deleteProject("plyr");
    expect(await plugin.read(TOKEN, created.id, created)).toBeUndefined();
  });

  it("is imported by account, project and slot", async () => {
    await create(first);
    expect((await plugin.read(TOKEN, `${ACCOUNT}/plyr/preview`))?.inputs).toEqual(first);
    expect((await failureOf(plugin.read(TOKEN, "plyr"))).message).toContain("<accountId>/<project>/preview");
  });

  it("is refused for a project that is not there, a date that lies ahead, and flags that contradict", async () => {
    expect((await failureOf(create(program("2024-01-01", [], "other")))).message).toContain("no such project");
    const { failures } = await plugin.check(TOKEN, program("2999-01-01", ["a", "no_a"]), {});
    expect(failures.map(([property]) => property)).toEqual(["date", "flags"]);
  });

  it.each([
    ["dropped", { kind: "drop" }],
    ["refused", { kind: "refuse", status: 403 }],
  ] as const)("that is %s is an error, and sent again by the next run", async (_, fault) => {
    const created = await create(first);
    cloud.faults.push({ operation: "cloudflare.updatePagesProject", times: 1, ...fault });
    const failure = await failureOf(plugin.update(TOKEN, created.id, created, second));
    expect(failure.message).toMatch(/does not show it|403/);
    await plugin.update(TOKEN, created.id, created, second);
    expect((await slots())["preview"]).toMatchObject({ compatibility_date: "2025-01-15" });
  });

  it("whose answer is lost is looked up, and not an error", async () => {
    const created = await create(first);
    cloud.faults.push({ operation: "cloudflare.updatePagesProject", times: 1, kind: "lose" });
    await plugin.update(TOKEN, created.id, created, second);
    expect((await slots())["preview"]).toMatchObject({ compatibility_date: "2025-01-15" });
  });
});

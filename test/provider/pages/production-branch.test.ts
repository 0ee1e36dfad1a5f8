import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { productionBranchDefinition } from "../../../src/provider/pages/production-branch.ts";
import { failureOf, type TestPlugin } from "../../plugin/harness.ts";
import { accept, liveThrough } from "../../plugin/lifecycle.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { ACCOUNT, type PagesCloud, startPagesCloud, startPagesPlugin } from "./pages-cloud.ts";

const TOKEN = "parity:pages:ProductionBranch";
const program = (branch: string, project = "plyr") => ({ accountId: ACCOUNT, project, branch });

beforeEach(skipPauses);

describe("the production branch of a Pages project", () => {
  let cloud: PagesCloud;
  let plugin: TestPlugin;

  beforeEach(async () => {
    cloud = await startPagesCloud();
    await cloud.connectProject("plyr", "zzstoatzz/plyr.fm");
    plugin = await startPagesPlugin(cloud, productionBranchDefinition);
  });
  afterEach(() => plugin.close());

  const branchOf = async (name: string) => (await cloud.project(name)).source?.config;
  const create = async (given: ReturnType<typeof program>) => plugin.create(TOKEN, await accept(plugin, TOKEN, given));

  it("is sent with the rest of the connection as it was, read back, and left there in the end", async () => {
    const seen: unknown[] = [];
    await liveThrough(plugin, {
      token: TOKEN,
      outlivesDelete: true,
      inputs: program("main"),
      updates: [{ inputs: program("stable"), changes: { branch: "update" } }],
      observe: async () => {
        const requests = cloud.takeRequests().map((request) => request.split(" ")[0]);
        seen.push([...requests, (await branchOf("plyr"))?.["production_branch"]]);
      },
    });
    // What is there already is not written.
    expect(seen).toEqual([
      ["GET", "main"],
      ["GET", "GET", "PATCH", "GET", "stable"],
      ["GET", "stable"],
    ]);
    expect(await branchOf("plyr")).toMatchObject({
      owner: "zzstoatzz",
      repo_name: "plyr.fm",
      owner_id: expect.anything(),
    });
  });

  it("that somebody changed is found, and so is a connection that is gone", async () => {
    const created = await create(program("main"));
    await cloud.connectBranch("plyr", "theirs");
    expect((await plugin.read(TOKEN, created.id, created))?.inputs).toEqual(program("theirs"));
    await cloud.deleteProject("plyr");
    await cloud.createProject("plyr");
    expect(await plugin.read(TOKEN, created.id, created)).toBeUndefined();
  });

  it("is imported by account and project", async () => {
    expect((await plugin.read(TOKEN, `${ACCOUNT}/plyr`))?.inputs).toEqual(program("main"));
    expect((await failureOf(plugin.read(TOKEN, "plyr"))).message).toContain("<accountId>/<project>");
  });

  it("is refused for a project that is not there, and for one that is not connected", async () => {
    await cloud.createProject("uploads");
    expect((await failureOf(create(program("main", "other")))).message).toContain("no such project");
    expect((await failureOf(create(program("main", "uploads")))).message).toContain('write "connected: false"');
  });

  it.each([
    ["dropped", { kind: "drop" }],
    ["refused", { kind: "refuse", status: 403 }],
  ] as const)("that is %s is an error, and sent again by the next run", async (_, fault) => {
    const created = await create(program("main"));
    cloud.faults.push({ operation: "cloudflare.updatePagesProject", times: 1, ...fault });
    const failure = await failureOf(plugin.update(TOKEN, created.id, created, program("stable")));
    expect(failure.message).toMatch(/does not show it|403/);
    await plugin.update(TOKEN, created.id, created, program("stable"));
    expect((await branchOf("plyr"))?.["production_branch"]).toBe("stable");
  });

  it("whose answer is lost is looked up, and not an error", async () => {
    const created = await create(program("main"));
    cloud.faults.push({ operation: "cloudflare.updatePagesProject", times: 1, kind: "lose" });
    await plugin.update(TOKEN, created.id, created, program("stable"));
    expect((await branchOf("plyr"))?.["production_branch"]).toBe("stable");
  });
});

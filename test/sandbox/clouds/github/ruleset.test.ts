import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveGithub, token } from "./served.ts";

const rulesets = "/repos/plyr-fm/plyr/rulesets";
const main = {
  name: "main",
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
  bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }],
  rules: [
    { type: "deletion" },
    {
      type: "required_status_checks",
      parameters: {
        strict_required_status_checks_policy: true,
        required_status_checks: [{ context: "test" }],
      },
    },
  ],
};

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
});

describe("a ruleset", () => {
  test("is created with 201, listed without its rules, and read with them", async () => {
    const created = await cloud.send<{ id: number }>("POST", rulesets, main);
    expect(created).toMatchObject({
      status: 201,
      body: { ...main, source_type: "Repository", source: "plyr-fm/plyr" },
    });
    const listed = await cloud.send<object[]>("GET", rulesets);
    expect(listed.body).toMatchObject([{ id: created.body.id, name: "main", target: "branch", enforcement: "active" }]);
    expect(listed.body[0]).not.toHaveProperty("rules");
    expect((await cloud.send("GET", `${rulesets}/${created.body.id}`)).body).toEqual(created.body);
  });

  test("that is changed keeps what the change leaves out", async () => {
    const { body } = await cloud.send<{ id: number }>("POST", rulesets, main);
    const changed = await cloud.send("PUT", `${rulesets}/${body.id}`, { enforcement: "disabled" });
    expect(changed).toMatchObject({ status: 200, body: { ...main, enforcement: "disabled" } });
  });

  test("that nobody made is not found, and one without a name is refused", async () => {
    expect((await cloud.send("GET", `${rulesets}/7`)).status).toBe(404);
    expect((await cloud.send("PUT", `${rulesets}/7`, {})).status).toBe(404);
    expect((await cloud.send("POST", rulesets, { enforcement: "active" })).status).toBe(422);
  });

  test("is not a stranger's to make", async () => {
    const { status } = await cloud.send("POST", rulesets, main, {
      authorization: `Bearer ${token}:octocat`,
    });
    expect(status).toBe(403);
  });
});

import { describe, expect, test } from "vitest";
import { certificateDefinition } from "../../../src/provider/fly/certificate.ts";
import { liveThrough } from "../../plugin/lifecycle.ts";
import { startFly } from "./fly-plugin.ts";

const token = "parity:fly:Certificate";
const inputs = { app: "plyr-api", hostname: "api.plyr.fm" };

async function startWithApp() {
  const fly = await startFly(certificateDefinition);
  await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
  await fly.call("POST", "/apps/plyr-api/ip_assignments", { type: "v6" });
  await fly.call("POST", "/apps/plyr-api/ip_assignments", { type: "shared_v4" });
  fly.takeCalls();
  return fly;
}

test("a certificate lives from check to delete, and never waits for its issue", async () => {
  const fly = await startWithApp();
  const app = fly.state.apps["plyr-api"];
  const addresses = (type: string) => app?.ipAddresses.filter((one) => one.type === type).map(({ ip }) => ip);
  await liveThrough(fly.plugin, {
    token,
    inputs,
    updates: [],
    observe: (step, kept) => {
      expect(Object.keys(app?.certificates ?? {})).toStrictEqual(step === "created" ? ["api.plyr.fm"] : []);
      if (!kept) return;
      const { acmeChallengeTarget, ownershipValue, ...outputs } = kept.outputs;
      expect(kept.id).toBe("plyr-api/api.plyr.fm");
      expect(outputs).toStrictEqual({
        ...inputs,
        a: addresses("shared_v4"),
        aaaa: addresses("v6"),
        cname: `${app?.cnameLabel}.plyr-api.fly.dev`,
        acmeChallengeName: "_acme-challenge.api.plyr.fm",
        ownershipName: "_fly-ownership.api.plyr.fm",
        status: "pending_validation",
        expiresAt: "",
      });
      expect(acmeChallengeTarget).toMatch(/^api\.plyr\.fm\.[a-z0-9]+\.flydns\.net$/);
      expect(ownershipValue).toMatch(/^app-[a-z0-9]+$/);
    },
  });
});

test.each(["API.plyr.fm", "plyr", "https://plyr.fm", "-a.plyr.fm", "a.*.fm"])(
  "%j is refused as a host name",
  async (hostname) => {
    const { plugin } = await startFly(certificateDefinition);
    const { failures } = await plugin.check(token, { app: "plyr-api", hostname });
    expect(failures).toStrictEqual([
      [
        "hostname",
        "must be a host name in lower case, such as api.example.com or *.example.com.\n  Fix: write what `pulumi package get-schema` says of it",
      ],
    ]);
  },
);

test("a wildcard is accepted and read back", async () => {
  const fly = await startWithApp();
  const kept = await fly.plugin.create(token, { app: "plyr-api", hostname: "*.plyr.fm" });
  expect((await fly.plugin.read(token, kept.id, kept))?.inputs).toStrictEqual({
    app: "plyr-api",
    hostname: "*.plyr.fm",
  });
});

describe("a host name that exists already", () => {
  test("on this app is taken over", async () => {
    const fly = await startWithApp();
    await fly.call("POST", "/apps/plyr-api/certificates/acme", { hostname: "api.plyr.fm" });
    const kept = await fly.plugin.create(token, inputs);
    expect(kept.outputs.status).toBe("pending_validation");
  });

  test("on another app says how to free it", async () => {
    const fly = await startWithApp();
    await fly.call("POST", "/apps", { name: "old-api", org_slug: "acme" });
    await fly.call("POST", "/apps/old-api/certificates/acme", { hostname: "api.plyr.fm" });
    await expect(fly.plugin.create(token, inputs)).rejects.toThrow(
      /422 Validation failed: Hostname has already been taken .*\n {2}Fix: if another app has api\.plyr\.fm, remove it there first$/,
    );
  });
});

test("a request whose answer is lost is found", async () => {
  const fly = await startWithApp();
  fly.fail("fly.requestCertificate", "lose");
  const kept = await fly.plugin.create(token, inputs);
  expect(kept.outputs.status).toBe("pending_validation");
  expect(fly.takeWrites()).toStrictEqual(["fly.requestCertificate"]);
});

test("a refresh tells that the certificate was issued, without a change of inputs", async () => {
  const fly = await startWithApp();
  const kept = await fly.plugin.create(token, inputs);
  const [aaaa] = kept.outputs.aaaa as string[];
  fly.state.dns.push({ name: "api.plyr.fm", type: "AAAA", value: aaaa ?? "" });
  for (const _ of [1, 2, 3]) await fly.call("POST", "/apps/plyr-api/certificates/api.plyr.fm/check");
  const read = await fly.plugin.read(token, kept.id, kept);
  expect(read?.inputs).toStrictEqual(inputs);
  expect(read?.outputs.status).toBe("active");
  // Let's Encrypt's are good for ninety days.
  expect(read?.outputs.expiresAt).toMatch(/^2026-04-05T10:00:\d\dZ$/);
});

test("an import knows app and host name from the id", async () => {
  const fly = await startWithApp();
  await fly.call("POST", "/apps/plyr-api/certificates/acme", { hostname: "api.plyr.fm" });
  expect((await fly.plugin.read(token, "plyr-api/api.plyr.fm"))?.inputs).toStrictEqual(inputs);
  expect(await fly.plugin.read(token, "plyr-api/www.plyr.fm")).toBeUndefined();
});

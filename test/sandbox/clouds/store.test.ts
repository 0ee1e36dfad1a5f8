import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Store } from "../../../sandbox/clouds/core/store.ts";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";

const seed = {
  tokens: { fly: "fo1_x", neon: "x", cloudflare: "x", github: "x" },
  flyOrganizations: ["acme"],
  neonOrganizations: [],
  cloudflareAccounts: [],
  cloudflareZones: [],
  githubRepositories: [],
};

it("a file is written when what it holds has changed, and after a reset", () => {
  const file = join(mkdtempSync(join(tmpdir(), "store-")), "fly.json");
  const store = new Store(flyCloud, file, seed);
  const written = () => statSync(file).ino;
  store.save();
  const first = written();
  store.save();
  expect(written()).toBe(first);
  store.clock.tick();
  store.save();
  expect(written()).not.toBe(first);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ clock: { seconds: 1 } });
  store.reset(seed);
  store.save();
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ clock: { seconds: 0 } });
});

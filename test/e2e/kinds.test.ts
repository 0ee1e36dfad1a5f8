import { afterAll, expect, test } from "vitest";
import { callWith } from "../stage/by-hand.ts";
import { productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { whole } from "../stage/whole.ts";
import { expectNoChanges } from "./outcome.ts";

/** One app of each kind that Fly runs, and what they say of one another. */
const system = {
  apps: {
    api: {
      name: "kinds-api${environment.suffix}",
      port: 8000,
      health: "/health",
      processes: { web: "serve", worker: { command: "work", regions: { iad: 1 } } },
      secrets: { REDIS_URL: "redis://${apps.cache.internal}", SMTP: "${apps.mail.host}:25" },
    },
    cache: {
      name: "kinds-cache${environment.suffix}",
      image: "redis:7",
      port: 6379,
      health: "tcp",
      addresses: { v4: "none", v6: false },
      processes: { redis: "redis-server --appendonly yes" },
      volumes: { data: { path: "/data", size: 2 } },
    },
    mail: {
      name: "kinds-mail${environment.suffix}",
      addresses: { v4: "dedicated" },
      services: { smtp: { port: 2525, ports: [25], health: "tcp" } },
    },
    cron: { name: "kinds-cron${environment.suffix}", processes: { cron: "supercronic /etc/crontab" } },
  },
};

const kinds = new Sandbox(productFiles(system, { staging: { deploy: { on: { push: { branches: ["main"] } } } } }));
const app = (name: string) => `kinds-${name}-staging`;

interface App {
  readonly ipAddresses: readonly unknown[];
  readonly volumes?: {
    readonly [id: string]: { readonly name: string; readonly region: string; readonly sizeGb: number };
  };
}

async function apps(): Promise<{ readonly [name: string]: App }> {
  return (await kinds.cloud<{ apps: { [name: string]: App } }>("fly")).apps;
}

async function disks(): Promise<string[]> {
  const volumes = Object.values((await apps())[app("cache")]?.volumes ?? {});
  return volumes.map(({ name, region, sizeGb }) => `${name} ${region} ${sizeGb}`).sort();
}

afterAll(() => kinds.close());

test("apps of every kind come up with the addresses and disks that they need, and no others", async () => {
  await kinds.bringUp("staging");
  await expectNoChanges(kinds, "staging", "--refresh");
  const found = await apps();
  const addresses = Object.fromEntries(
    Object.entries(found).map(([name, { ipAddresses }]) => [name, ipAddresses.length]),
  );
  expect(addresses).toEqual({ [app("api")]: 2, [app("cache")]: 0, [app("mail")]: 2, [app("cron")]: 0 });
  expect(await disks()).toEqual(["data iad 2"]);
});

test("a disk is grown in place, is never made smaller, and another region gets one of its own", async () => {
  const before = Object.keys((await apps())[app("cache")]?.volumes ?? {});
  kinds.edit("Pulumi.yaml", (text) => text.replace("size: 2", "size: 5"));
  kinds.edit("Pulumi.staging.yaml", (text) => `${text}    apps:\n      cache: { regions: { iad: 1, ams: 2 } }\n`);
  await kinds.bringUp("staging");
  expect(await disks()).toEqual(["data ams 5", "data ams 5", "data iad 5"]);
  expect(Object.keys((await apps())[app("cache")]?.volumes ?? {})).toEqual(expect.arrayContaining(before));
  await expectNoChanges(kinds, "staging", "--refresh");

  kinds.edit("Pulumi.yaml", (text) => text.replace("size: 5", "size: 3"));
  const { code, text } = await kinds.run(["up", "--stack", "staging", "--yes"]);
  expect(code, text).not.toBe(0);
  expect(text).toContain("A Fly volume cannot be made smaller");
  expect(await disks()).toEqual(["data ams 5", "data ams 5", "data iad 5"]);
  kinds.edit("Pulumi.yaml", (text) => text.replace("size: 3", "size: 5"));
  await expectNoChanges(kinds, "staging", "--refresh");
});

whole("drift names a public address of an app that declares none", async () => {
  const call = callWith(await kinds.variables());
  await call("FLY_FLAPS", `POST /apps/${app("cache")}/ip_assignments`, { type: "v6" });
  const { code, text } = await kinds.run(["parity", "drift", "--stack", "staging"]);
  expect(code, text).toBe(2);
  expect(text).toMatch(
    new RegExp(`fly addresses ${app("cache")}[\\s\\S]*Run: fly ips release \\S+ -a ${app("cache")}`),
  );
});

test("destroy leaves nothing of them", async () => {
  await kinds.succeed(["destroy", "--stack", "staging", "--yes", "--skip-preview"]);
  expect(await apps()).toEqual({});
});

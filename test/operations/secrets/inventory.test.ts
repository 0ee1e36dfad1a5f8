import { expect, test } from "vitest";
import { listSecrets } from "../../../src/operations/secrets/inventory.ts";
import { renderSecrets } from "../../../src/operations/secrets/text.ts";
import { blueprintOf } from "../../config/acme.ts";

const worker = { name: "acme-worker${environment.suffix}", local: { command: "work" } };
const system = {
  apps: {
    worker: {
      ...{ ...worker, rollout: "staged" },
      secrets: {
        DATABASE_URL: "${databases.main.url}",
        TOKEN: "${secrets.TOKEN}",
        PLAIN: "text",
        S3: "${storage.secretAccessKey}",
      },
    },
  },
};

test("each source is listed once, with everything that gets it and the apps that restart", () => {
  const listed = listSecrets(blueprintOf("staging", {}, system), ["TOKEN"]);
  expect(listed.map(({ of, key, consumers, rolls, set }) => ({ of, key, consumers, rolls, set }))).toEqual([
    {
      ...{ of: "database", key: "main", rolls: ["acme-api-staging"], set: undefined },
      consumers: ["apps.api.secrets.DATABASE_URL", "apps.worker.secrets.DATABASE_URL"],
    },
    {
      ...{ of: "generated", key: "apps.api.secrets.KEY", rolls: ["acme-api-staging"], set: undefined },
      consumers: ["apps.api.secrets.KEY"],
    },
    {
      ...{ of: "secret", key: "TOKEN", rolls: ["acme-api-staging"], set: true },
      consumers: ["apps.api.secrets.TOKEN", "apps.worker.secrets.TOKEN"],
    },
    {
      ...{ of: "storage", key: "", rolls: ["acme-api-staging"], set: undefined },
      consumers: ["apps.api.secrets.S3_KEY", "apps.worker.secrets.S3"],
    },
    ...["api", "worker"].map((key) => ({
      ...{ of: "deploy token", key: `apps.${key}.deployToken`, rolls: [], set: undefined },
      consumers: [`pipeline.secrets.FLY_API_TOKEN_${key.toUpperCase()}`],
    })),
  ]);
});

test("a value that is missing is told, and how each kind is rotated", () => {
  const text = renderSecrets("staging", listSecrets(blueprintOf("staging", {}, system), []), new Date());
  expect(text).toContain("only a person has it (TOKEN): it has no value yet\n  → apps.api.secrets.TOKEN\n");
  expect(text).toContain("  a change restarts acme-api-staging, one machine after the other\n");
  expect(text).toContain(
    "  how old it is, is not known\n  to rotate it, run: parity secrets rotate apps.api.secrets.KEY --stack staging",
  );
  expect(text).toContain("to rotate it, run: parity secrets rotate storage --stack staging");
  expect(text).toContain("to rotate it, run: parity secrets rotate apps.api.deployToken --stack staging");
  expect(text).toContain("to rotate it, run: parity secrets set TOKEN --stack staging");
});

test("a stack without secrets says so", () => {
  expect(renderSecrets("shared", [], new Date())).toBe("shared has no secrets.");
});

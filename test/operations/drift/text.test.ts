import fc from "fast-check";
import { expect, test } from "vitest";
import { describeDrift } from "../../../src/operations/drift/describe.ts";
import type { DriftReport } from "../../../src/operations/drift/report.ts";
import { renderText } from "../../../src/operations/report/text.ts";
import { CANARY } from "../report/changes.ts";
import { anyDrift, clean, full } from "./reports.ts";

const textOf = (reports: readonly DriftReport[]) => renderText(reports.map(describeDrift), "Nothing was changed.");

test("each stack has its verdict, and the kinds of findings stay apart, each with what puts it right", () => {
  expect(textOf([full, clean])).toBe(
    `staging: 1 broken, 1 changed in the cloud, 2 not applied, 2 unknown, 18 as declared

Broken. These do not work, or soon will not.
  fly DeployToken api
    The deploy token expires on 2026-12-01, in 10 days.
    Fix: issue another
    Run: pulumi up --stack staging --replace 'urn:a$b'

Changed in the cloud. Somebody changed these outside Pulumi: what was applied, and what the cloud has now.
  fly App api
    memory        256 -> 1024
    values.TOKEN  (secret)
    Fix: put it back
    Run: pulumi up --refresh --stack staging

Changed in the config and not applied. The next up changes these: what was applied, and what the config says now.
  fly Secrets web (deleted: it is no longer in the config)
  neon Branch review (new)
  Fix: apply it
  Run: pulumi up --stack staging

Unknown. These could not be read: neither clean nor missing.
  config
    Pulumi.staging.yaml:3  apps.api
      it is wrong
  fly machines acme-web
    The engine did not get to it.

Not drift:
  acme-web has no machines: it was not deployed.

production: clean, 22 as declared

Nothing was changed.`,
  );
});

test("what could only be put back by recreating it says so", () => {
  const [drift] = full.cloud;
  if (!drift) throw new Error("nothing has drifted");
  const property = {
    path: "location",
    kind: "change",
    values: "shown",
    before: "a",
    after: "b",
    replaces: true,
  } as const;
  const text = textOf([{ ...full, cloud: [{ ...drift, properties: [property] }] }]);
  expect(text).toContain('location  "a" -> "b"  (putting it back replaces it)');
});

test("a stack of which nothing could be read is not called clean", () => {
  const unread = { ...clean, outcome: "unknown", unknown: [{ resource: "state", why: "503" }], clean: 0 } as const;
  expect(textOf([unread])).toBe(
    `production: 1 unknown

Unknown. These could not be read: neither clean nor missing.
  state
    503

Nothing was changed.`,
  );
});

test("no hidden value is shown and no control character reaches the terminal, whatever the reports", () => {
  fc.assert(
    fc.property(fc.array(anyDrift, { maxLength: 2 }), (reports) => {
      const text = textOf(reports);
      expect(text).not.toContain(CANARY);
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});

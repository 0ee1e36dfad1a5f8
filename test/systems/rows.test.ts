import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Project } from "../../src/components/project.ts";
import { renderDocuments } from "../../src/documents/render.ts";
import { type Delivered, refute, rowsOf } from "./evidence.ts";

/** Each system's table, the folder of its config, and how many lines and traps its page has. */
const systems = [
  { system: "plyr-fm", folder: ".", prefix: "pl", lines: 81, traps: 9 },
  { system: "relay", folder: "systems/relay", prefix: "rl", lines: 55, traps: 7 },
  { system: "live-listen", folder: "systems/live-listen", prefix: "ll", lines: 22, traps: 6 },
  { system: "microbima", folder: "systems/microbima", prefix: "mb", lines: 58, traps: 6 },
  { system: "reify-studio", folder: "systems/reify-studio", prefix: "rs", lines: 64, traps: 9 },
];

function deliver(folder: string): Delivered {
  const project = new Project(fileURLToPath(new URL(`../../${folder}`, import.meta.url)));
  const { blueprints } = project.resolve();
  const files = new Map(renderDocuments(blueprints).map(({ path, text }) => [path, text]));
  return { blueprints, files };
}

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

describe.each(systems)("the table of $system", ({ system, folder, prefix, lines, traps }) => {
  const rows = rowsOf(system);
  const delivered = deliver(folder);

  test("has each line and each trap of the page once, and nothing else", () => {
    const desired = [...numbered(prefix, lines), ...numbered(`${prefix}-T`, traps)];
    expect(rows.map(({ id }) => id).sort()).toEqual(desired.sort());
  });

  test("says of each line what it asks, and why it is not delivered as written", () => {
    expect(rows.filter(({ asks }) => asks.length < 8)).toEqual([]);
    expect(rows.filter(({ status, why }) => (status === "delivered") !== (why === ""))).toEqual([]);
    expect(rows.filter(({ status, kind }) => (kind === "limit") !== (status === "not" && kind !== "check"))).toEqual(
      [],
    );
  });

  /** A line that says several things has several pieces of evidence, one below the other in the table's cell. */
  test.each(rows)("$id is $status: $asks", ({ evidence, ...row }) => {
    const refuted = evidence.split("<br>").flatMap((piece) => refute({ ...row, evidence: piece }, delivered) ?? []);
    expect(refuted).toEqual([]);
  });
});

test("the README counts what the tables say", () => {
  const rows = systems.flatMap(({ system }) => rowsOf(system));
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  const text = `of ${rows.length} lines and contradictions ${count("delivered")} are delivered as written, ${count("otherwise")} otherwise and ${count("not")} not`;
  expect(readFileSync(new URL("../../README.md", import.meta.url), "utf8")).toContain(text);
});

test("evidence that is not there is refuted", () => {
  const delivered = deliver(".");
  const row = { id: "x", asks: "x", status: "delivered", why: "" } as const;
  const refuted = (kind: string, evidence: string) => refute({ ...row, kind, evidence }, delivered);
  expect(refuted("file", "fly.toml contains nothing of it")).toBe("fly.toml does not contain nothing of it");
  expect(refuted("check", "unreadable-values")).toBe('no test sees "unreadable-values" refused');
  expect(refuted("check", "no-such-code")).toBe('there is no problem "no-such-code"');
  expect(refuted("test", "test/systems/rows.test.ts: nobody wrote this")).toContain("has no test");
  expect(refuted("resource", "staging tier = production")).toBe("tier of staging is staging");
});

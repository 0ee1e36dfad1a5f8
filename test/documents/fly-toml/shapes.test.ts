import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import toml from "@iarna/toml";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { repository } from "../../../sandbox/folder.ts";
import type { Raw } from "../../../src/config/merge.ts";
import { renderApp } from "./rendered.ts";
import type { Table } from "./rules.ts";

/** An app in a few words, and the fly.toml that a person would have written for it. */
interface Shape {
  readonly app: Raw;
  readonly toml: string;
}

const folder = join(repository, "test/fixtures/fly-toml");
const shapes = readdirSync(folder).map((file): [string, Shape] => [
  file.replace(/\.yaml$/, ""),
  parse(readFileSync(join(folder, file), "utf8")),
]);
const written = shapes.map(([, shape]): Table => toml.parse(shape.toml));

test.each(shapes)("%s is rendered as a person would have written it", (_, shape) => {
  expect(renderApp(shape.app)).toEqual(toml.parse(shape.toml));
});

const many = (value: unknown) => (Array.isArray(value) ? value.length : Object.keys(value ?? {}).length) > 1;
const has =
  (...keys: readonly string[]) =>
  (file: Table) =>
    keys.some((key) => key in file);
const within = (table: string, key: string) => (file: Table) => key in ((file[table] as Table | undefined) ?? {});

describe("the shapes are those of the 36 files of teams with several environments, each at least as often as there", () => {
  test("36 of them", () => expect(shapes).toHaveLength(36));

  test.each<[string, number, (file: Table) => boolean]>([
    ["a signal or time to stop", 9, has("kill_signal", "kill_timeout")],
    ["several process groups", 7, ({ processes }) => many(processes)],
    ["disks", 6, has("mounts")],
    ["services beside HTTP", 5, has("services")],
    ["experimental", 4, has("experimental")],
    ["machines of several sizes", 4, ({ vm }) => many(vm)],
    ["a deploy strategy", 4, within("deploy", "strategy")],
    ["checks that hang on no service", 3, has("checks")],
    ["TCP checks", 3, (file) => /"type":"tcp"|tcp_checks/.test(JSON.stringify(file))],
    ["swap", 3, has("swap_size_mb")],
    ["a stage of the build", 2, within("build", "build-target")],
    ["an image", 1, within("build", "image")],
    ["static files", 1, has("statics")],
    ["metrics", 1, has("metrics")],
    ["an idle timeout", 1, (file) => JSON.stringify(file).includes("idle_timeout")],
    ["a machine of its own for the release command", 1, within("deploy", "release_command_vm")],
  ])("%s: %i", (_, times, uses) => {
    expect(written.filter(uses).length).toBeGreaterThanOrEqual(times);
  });
});

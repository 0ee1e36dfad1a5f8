import { describe, expect, it } from "vitest";
import { type EngineCommand, readEngineCommand, splitArguments } from "../../sandbox/arguments.ts";

describe("the sandbox's own flags", () => {
  it.each<[string, string[], object]>([
    ["are optional", ["up", "--stack", "dev"], { words: ["up", "--stack", "dev"] }],
    ["come with a value in the next word", ["--dir", "/x", "up"], { dir: "/x", words: ["up"] }],
    ["come with a value after an equals sign", ["--system=relay", "show"], { system: "relay", words: ["show"] }],
    ["come in any order", ["--system", "relay", "--dir=/x", "up"], { system: "relay", dir: "/x", words: ["up"] }],
    ["are the command's own after it", ["up", "--dir", "/x"], { words: ["up", "--dir", "/x"] }],
    ["may be all there is", ["--dir", "/x"], { dir: "/x", words: [] }],
  ])("%s", (_, argv, expected) => {
    expect(splitArguments(argv)).toEqual(expected);
  });

  it.each([[["--dir"]], [["--dir", "--system", "x"]], [["--system="]]])("are refused without a value: %j", (argv) => {
    expect(() => splitArguments(argv)).toThrow(/^--(dir|system) needs a value/);
  });
});

describe("a pulumi command", () => {
  it.each<[string, EngineCommand]>([
    ["up --stack staging --yes", { name: "up", stack: "staging" }],
    ["up -s staging", { name: "up", stack: "staging" }],
    ["up --stack=staging", { name: "up", stack: "staging" }],
    ["up -sstaging", { name: "up", stack: "staging" }],
    ["--stack staging preview", { name: "preview", stack: "staging" }],
    ["--color never -v 3 destroy --skip-preview", { name: "destroy" }],
    ["update", { name: "up" }],
    ["pre", { name: "preview" }],
    ["down", { name: "destroy" }],
    ["stack output --json --stack dev", { name: "stack output", stack: "dev" }],
    ["stack --show-name", { name: "stack" }],
    ["config set a -- --stack", { name: "config" }],
  ])("is read from %j", (line, expected) => {
    expect(readEngineCommand(line.split(" "))).toEqual(expected);
  });

  it.each(["-C /tmp up", "up --cwd=/tmp", "up --cwd /tmp", "up -C/tmp"])("may not leave the folder: %s", (line) => {
    expect(() => readEngineCommand(line.split(" "))).toThrow("use --system <name> instead of --cwd");
  });
});

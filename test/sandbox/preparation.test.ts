import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listStacks } from "../../sandbox/backend.ts";
import { findSource, openFolder, type SandboxFolder } from "../../sandbox/folder.ts";
import { Preparation } from "../../sandbox/preparation.ts";
import { type Prepared, syncProject } from "../../sandbox/project.ts";
import { Pulumi } from "../../sandbox/pulumi.ts";
import { readSource, readYaml, type Source } from "../../sandbox/source.ts";
import { encryptionSalt } from "../../sandbox/stack-secrets.ts";

/** A pulumi that notes its commands and gives a stack an output once it is up. */
const fakePulumi = `#!/bin/sh
shift 2
echo "$*" >> "$PULUMI_HOME/commands"
stacks="\${PULUMI_BACKEND_URL#file://}/.pulumi/stacks/plyr"
case "$1 $2" in
  "up --yes") [ -e "$PULUMI_HOME/fail" ] && exit 9
    echo '{"checkpoint":{"latest":{"resources":[{"type":"pulumi:pulumi:Stack","outputs":{"a":1}}]}}}' > "$stacks/$5.json" ;;
esac
exit 0
`;

describe("preparing a stack", () => {
  let folder: SandboxFolder;
  let source: Source;
  let prepared: Prepared;
  let said: string[];

  beforeEach(() => {
    const work = mkdtempSync(join(tmpdir(), "preparation-"));
    folder = { ...openFolder(findSource(undefined, {}), work, {}), home: work };
    writeFileSync(join(work, "pulumi"), fakePulumi.replace("shift 2", 'cd "$2"; shift 2'));
    chmodSync(join(work, "pulumi"), 0o755);
    source = readSource(findSource(undefined, {}));
    prepared = { synced: {}, missing: {} };
    said = [];
    syncProject(source, folder, prepared);
  });
  afterEach(() => rmSync(folder.root, { recursive: true }));

  function preparation() {
    const engine = { command: join(folder.home, "pulumi"), version: "3.225.0" };
    return new Preparation(source, folder, prepared, new Pulumi(engine, folder, process.env), (line) =>
      said.push(line),
    );
  }
  const commands = () => readFileSync(join(folder.home, "commands"), "utf8").trim().split("\n");

  it("gives it its secrets and brings its owner up first, once", async () => {
    await preparation().prepare("staging");
    expect(commands()).toEqual(["up --yes --skip-preview --stack shared --non-interactive"]);
    for (const stack of ["staging", "shared"]) {
      expect(readFileSync(join(folder.project, `Pulumi.${stack}.yaml`), "utf8")).toContain(encryptionSalt);
      expect(listStacks(folder, "plyr")).toContain(stack);
    }
    expect(readYaml(readFileSync(join(folder.project, "Pulumi.staging.yaml"), "utf8"))).toMatchObject({
      config: { "plyr:secrets": { LOGFIRE_WRITE_TOKEN: { secure: expect.stringMatching(/^v1:[\w+/]{16}:/) } } },
    });
    expect(said).toEqual([
      "staging: placeholder values for plyr:secrets.LOGFIRE_WRITE_TOKEN",
      "staging needs what shared owns: bringing shared up first",
    ]);
    said.length = 0;
    await preparation().prepare("staging");
    expect(commands()).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it("asks the program nothing twice about the same files", async () => {
    await preparation().prepare("dev");
    const first = prepared.checked;
    await preparation().prepare("dev");
    expect(prepared.checked).toBe(first);
    expect(first?.stacks.map(({ stack }) => stack)).toContain("dev");
    // As for each new stack.
    const file = join(folder.project, "Pulumi.shared.yaml");
    writeFileSync(file, `encryptionsalt: v1:x\n${readFileSync(file, "utf8")}`);
    await preparation().prepare("dev");
    expect(prepared.checked).toBe(first);
    writeFileSync(file, `${readFileSync(file, "utf8")}  plyr:other: 1\n`);
    await preparation().prepare("dev");
    expect(prepared.checked).not.toBe(first);
  });

  it("stops when the owner does not come up", async () => {
    writeFileSync(join(folder.home, "fail"), "");
    await expect(preparation().prepare("staging")).rejects.toThrow(
      "shared did not come up, and staging needs what it owns.",
    );
  });

  it("refuses a stack that nobody wrote", async () => {
    await expect(preparation().prepare("stagin")).rejects.toThrow(
      /^There is no stack stagin: .* has no Pulumi\.stagin\.yaml\.\n {2}Fix: name one of: dev, production, review, shared, staging$/,
    );
  });
});

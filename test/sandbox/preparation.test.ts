import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findSource, openFolder, type SandboxFolder } from "../../sandbox/folder.ts";
import { Preparation } from "../../sandbox/preparation.ts";
import { type Prepared, syncProject } from "../../sandbox/project.ts";
import { Pulumi } from "../../sandbox/pulumi.ts";
import { readSource, type Source } from "../../sandbox/source.ts";

/** A pulumi that notes its commands, knows a stack once it is initialised and gives it an output once it is up. */
const fakePulumi = `#!/bin/sh
shift 2
echo "$*" >> "$PULUMI_HOME/commands"
stacks="\${PULUMI_BACKEND_URL#file://}/.pulumi/stacks/plyr"
mkdir -p "$stacks"
case "$1 $2" in
  "stack init") echo '{"checkpoint":{}}' > "$stacks/$3.json" ;;
  "up --yes") [ -e "$PULUMI_HOME/fail" ] && exit 9
    echo '{"checkpoint":{"latest":{"resources":[{"type":"pulumi:pulumi:Stack","outputs":{"a":1}}]}}}' > "$stacks/$5.json" ;;
  "config set-all") cat >> Pulumi.$5.yaml <<END
  plyr:secrets: { LOGFIRE_WRITE_TOKEN: { secure: v1:x }, NOTIFY_BOT_PASSWORD: { secure: v1:y } }
END
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
    const engine = { command: join(folder.home, "pulumi"), version: "3.225.0", hasLanguageHost: true };
    return new Preparation(source, folder, prepared, new Pulumi(engine, folder, process.env), (line) =>
      said.push(line),
    );
  }
  const commands = () => readFileSync(join(folder.home, "commands"), "utf8").trim().split("\n");

  it("gives it its secrets and brings its owner up first, once", async () => {
    await preparation().prepare("staging");
    expect(commands()).toEqual([
      "stack init staging --no-select --non-interactive",
      expect.stringMatching(
        /^config set-all --path --stack staging --secret plyr:secrets\.LOGFIRE_WRITE_TOKEN=sandbox-LOGFIRE_WRITE_TOKEN-\w+ --non-interactive$/,
      ),
      "stack init shared --no-select --non-interactive",
      "up --yes --skip-preview --stack shared --non-interactive",
    ]);
    expect(said).toEqual([
      "staging: placeholder values for plyr:secrets.LOGFIRE_WRITE_TOKEN",
      "staging needs what shared owns: bringing shared up first",
    ]);
    said.length = 0;
    await preparation().prepare("staging");
    expect(commands()).toHaveLength(4);
    expect(said).toEqual([]);
  });

  it("asks the program nothing twice about the same files", async () => {
    await preparation().prepare("dev");
    const first = prepared.checked;
    await preparation().prepare("dev");
    expect(prepared.checked).toBe(first);
    expect(first?.stacks.map(({ stack }) => stack)).toContain("dev");
    // As the engine does for each new stack.
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

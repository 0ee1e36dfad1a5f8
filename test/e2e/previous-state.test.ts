import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Sandbox } from "../stage/sandbox.ts";
import { isWhole } from "../stage/whole.ts";

/** Products of earlier releases, `<commit>/<product>`: their files and `<stack>.json`, as `npm run record-states` writes them. */
const recorded = join(import.meta.dirname, "../fixtures/states");

/** Products that a short run looks at. */
const sample = ["live-listen", "plyr"];

/** What this release updates in a stack of an earlier one that nobody edited, and why. Nothing else may change. */
const updates: { readonly [release: string]: { readonly [change: string]: string } } = {
  "17b148f": Object.fromEntries(
    ["plyr/dev", "plyr/production", "plyr/staging", "relay/dev", "relay/production", "relay/staging"].map((stack) => [
      `${stack}: update parity:r2:Credentials storage lineage accessKeyId secretAccessKey tokenName`,
      "the state of the AccountToken becomes that of our own type: the key is the same, so that nothing that has it changes",
    ]),
  ),
};

/** What every stack of an earlier release is given once, and why. */
const gained: { readonly [change: string]: string } = {
  "create parity:index:Lineage lineage": "proves what a state made; what is there keeps its mark, and is not updated",
};

/** What each Pages project that is connected to a repository is given once, and why. */
const gainedBySource = {
  "create parity:pages:ProductionBranch": "the branch in `source` is a resource of its own; it is as declared already",
};

interface State {
  readonly deployment: {
    readonly resources: readonly {
      readonly type: string;
      readonly urn: string;
      readonly inputs?: { readonly source?: unknown };
    }[];
  };
}

interface Preview {
  readonly steps: readonly { readonly op: string; readonly urn: string; readonly diffReasons?: readonly string[] }[];
  readonly changeSummary: { readonly [op: string]: number };
}

/** The two lines that whoever comes from release 0.1 edits: CHANGELOG.md. A later one has them already. */
function findsPackage(text: string): string {
  return text
    .replace(/^main: .*$/m, "main: node_modules/@env-parity/parity/bin/program.mjs")
    .replace(/^( +path: ).*bin$/m, "$1node_modules/@env-parity/parity/bin");
}

describe.each(readdirSync(recorded))("a state of %s", (release) => {
  const reasons = updates[release] ?? {};

  const products = readdirSync(join(recorded, release)).filter((name) => isWhole || sample.includes(name));

  describe.each(products)("of %s", (product) => {
    const folder = join(recorded, release, product);
    const stacks = readdirSync(folder).flatMap((file) => (file.endsWith(".json") ? basename(file, ".json") : []));
    const sandbox = new Sandbox(folder);
    sandbox.edit("Pulumi.yaml", findsPackage);
    // A stack reads the outputs of its owner.
    beforeAll(async () => {
      for (const stack of stacks) {
        await sandbox.succeed(["stack", "import", "--stack", stack, "--file", join(folder, `${stack}.json`)]);
      }
    });
    afterAll(() => sandbox.close());

    test.each(stacks)("%s loses and replaces nothing, and is updated as listed", async (stack) => {
      const { steps, changeSummary } = await sandbox.ask<Preview>(["preview", "--stack", stack, "--json"]);
      const changes = steps.filter(({ op }) => op !== "same").map((step) => `${product}/${stack}: ${inWords(step)}`);
      const listed = Object.keys(reasons).filter((change) => change.startsWith(`${product}/${stack}: `));
      const { deployment } = JSON.parse(readFileSync(join(folder, `${stack}.json`), "utf8")) as State;
      const nameOf = (urn: string) => urn.split("::")[3];
      const ofOurs = deployment.resources.filter(({ type }) => type === "parity:pages:ProductionBranch");
      const connected = deployment.resources.filter(
        ({ inputs, urn }) => inputs?.source !== undefined && !ofOurs.some((one) => nameOf(one.urn) === nameOf(urn)),
      );
      const forSources = connected.flatMap(({ urn }) =>
        Object.keys(gainedBySource).map((change) => `${change} ${nameOf(urn)}`),
      );
      const created = [...Object.keys(gained), ...forSources].map((change) => `${product}/${stack}: ${change}`);
      expect(changes.sort()).toEqual([...listed, ...created].sort());
      // What is the same has no step of its own. The engine's own providers are not counted.
      const kept = deployment.resources.filter(({ type }) => !type.startsWith("pulumi:providers:"));
      expect(changeSummary["same"]).toBeGreaterThanOrEqual(kept.length - listed.length);
    });
  });
});

/** Such as `update parity:fly:App api size`. */
function inWords({ op, urn, diffReasons = [] }: Preview["steps"][number]): string {
  const [, , types = "", name] = urn.split("::");
  return [op, types.split("$").at(-1), name, ...diffReasons].join(" ");
}

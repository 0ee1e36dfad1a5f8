import { expect, test } from "vitest";
import { line } from "../../src/problem/command-line.ts";
import { printedLine, shape } from "../stage/typed-line.ts";
import { type Text, textsIn } from "./shapes.ts";

const fly = (page: string) => `https://fly.io/docs/flyctl/${page}`;

/** Lines of tools that no registry serves, so that no test runs them: where their makers say what they do. */
const vendors: { readonly [lineShape: string]: string } = {
  "fly apps move … --org …": fly("apps-move"),
  "fly certs check … --app …": fly("certs-check"),
  "fly certs list -a …": fly("certs-list"),
  "fly ips list -a …": fly("ips-list"),
  "fly ips release … -a …": fly("ips-release"),
  "fly logs -a … --machine …": fly("logs"),
  "fly machine status … -a …": fly("machine-status"),
  "fly mpg databases list …": fly("mpg-databases-list"),
  "fly mpg status …": fly("mpg-status"),
  "fly mpg users list …": fly("mpg-users-list"),
  "fly secrets list -a …": fly("secrets-list"),
  "fly status -a …": fly("status"),
  "fly tokens list -a …": fly("tokens-list"),
  "fly tokens revoke …": fly("tokens-revoke"),
  "fly volumes list -a …": fly("volumes-list"),
  "fly volumes snapshots list … -a …": fly("volumes-snapshots-list"),
  "flyctl logs -a …": fly("logs"),
  "flyctl machine start … -a …": fly("machine-start"),
  "flyctl scale count … --region … -a … --yes": fly("scale-count"),
  "flyctl scale count …=0 -a … --yes": fly("scale-count"),
  "flyctl scale vm … --vm-memory … --process-group … -a …": fly("scale-vm"),
  "flyctl scale vm … --vm-memory … -a …": fly("scale-vm"),
  "flyctl secrets unset … -a …": fly("secrets-unset"),
  "npm install": "https://docs.npmjs.com/cli/commands/npm-install",
  // Only Pulumi Cloud has organizations: the engine refuses it for every other backend.
  "pulumi org set-default …": "https://www.pulumi.com/docs/iac/cli/commands/pulumi_org_set-default/",
  "pulumi plugin install resource … …": "https://www.pulumi.com/docs/iac/cli/commands/pulumi_plugin_install/",
};

/** Words of a tool that stand in a sentence of src and are no line to run, each with what it is there. */
const mentioned: { readonly [words: string]: string } = {
  "fly tokens create": "where a token comes from",
  "fly orgs list": "what knows the slugs",
  "fly orgs create": "how an organization is made",
  "neonctl orgs list": "what knows the ids",
  "fly apps move": "how Fly calls the move of an app",
  "gh auth": "where a token comes from",
  "pulumi refresh": "what reads an app that was moved",
  "pulumi login": "the step of every user of Pulumi",
  "pulumi package": "where a type is described",
  "npm run sandbox": "the way in for somebody without an account",
  "npm run dev": "an example of a product's own",
  "npm run build": "an example of a product's own",
  "npm run worker": "an example of a product's own",
  "npm run migrate": "an example of a product's own",
  "fly addresses": "how a report calls an app's addresses",
  "fly machine": "how a report calls an app's machines",
  "parity comes": "the package",
  "parity plugin": "what the engine starts",
  "pulumi on": "the program",
  "pulumi whoami": "what names the folder of a backend",
  "parity adopt": "what writes the list `kept`",
  "parity review": "the command itself, in the fields and the file that it writes",
  "parity up": "the command itself, in its own help and its deployments",
  "parity render": "what writes the documents again, wherever they lie",
  "parity secrets rotate": "what writes the lines of `rotations`",
  "parity preview": "the command itself, in its own help",
};

const src = textsIn("src");
const printed = new Set(src.filter(({ tag }) => tag === "line").map(({ text }) => text));

test("every line that src can print is run by a test as it is printed, or names where its maker describes it", () => {
  const typed = new Set(textsIn("test").flatMap(({ tag, text }) => (tag === "shape" ? [text] : [])));
  const proven = [...typed, ...Object.keys(vendors)];
  expect([...printed].filter((one) => !proven.includes(one)).sort()).toEqual([]);
  expect(proven.filter((one) => !printed.has(one)).sort()).toEqual([]);
});

test("a line to run is made by `line` and by nothing else, so that none is missed", () => {
  const words =
    /(?:^|[\s(`'"])((?:pulumi|parity|npm run|npx|flyctl|fly|gh|neonctl|neon) [a-z][\w-]*(?: [a-z][\w-]*)?)/g;
  const bare = ({ text }: Text) => [...text.matchAll(words)].map(([, found = ""]) => found);
  // Files of the product's repository are documents and not messages: their tests run what they say.
  const spoken = src.filter(({ tag, place }) => tag !== "line" && !place.startsWith("src/documents/"));
  const others = spoken.flatMap((text) =>
    bare(text)
      .filter((found) => !Object.keys(mentioned).some((known) => found.startsWith(known)))
      .map((found) => `${text.place}  ${found}`),
  );
  expect(others).toEqual([]);
});

test("a line quotes what a shell would not leave as it is, and spells a list as several words", () => {
  const urn = "urn:pulumi:staging::plyr::a:b:C$d:e:F::it's";
  expect(line`pulumi up --stack ${"staging"} --replace ${urn}`).toBe(
    "pulumi up --stack staging --replace 'urn:pulumi:staging::plyr::a:b:C$d:e:F::it'\\''s'",
  );
  expect(line`parity render --project ${"."} --out ${"../my app"}`).toBe("parity render --project . --out '../my app'");
  expect(line`flyctl machine start ${["a1", "b2"]} -a ${"api"}`).toBe("flyctl machine start a1 b2 -a api");
});

test("a line is found in a message by its shape alone", () => {
  const message =
    "It is locked.\n  Fix: free it\n  Run: pulumi cancel --stack staging\n  Run: pulumi up --stack 'a b' --x";
  expect(printedLine(message, shape`pulumi cancel --stack …`)).toBe("pulumi cancel --stack staging");
  expect(() => printedLine(message, shape`pulumi up --stack …`)).toThrow("No line like");
});

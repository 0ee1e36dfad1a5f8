import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Project } from "../../components/project.ts";
import { Problem } from "../../problem/problem.ts";
import { reasonOf } from "../../problem/reason.ts";
import type { Backend } from "./backend.ts";
import { type Finding, fine, notKnown, wrong } from "./finding.ts";

const OPENS = "opens its secrets";

/** Whether the passphrase of the environment opens what each stack has encrypted, and whether it opens too much. */
export async function checkPassphrases(
  stacks: readonly string[],
  project: Project,
  backend: Promise<Backend>,
  env: NodeJS.ProcessEnv,
): Promise<readonly Finding[]> {
  const findings = await Promise.all(stacks.map((stack) => checkPassphrase(stack, project, backend, env)));
  const opened = stacks.filter((_, i) => findings[i]?.detail === OPENS);
  return [...findings, ...opensTooMuch(opened, project)];
}

/** Whoever may push a branch can read the passphrase with which stacks are previewed: production's is another one. */
function opensTooMuch(opened: readonly string[], project: Project): Finding[] {
  const isProduction = (stack: string) => project.tierOf(stack) === "production";
  const [production] = opened.filter(isProduction);
  const [other] = opened.filter((stack) => !isProduction(stack));
  if (production === undefined || other === undefined) return [];
  const problem = new Problem({
    code: "one-passphrase",
    severity: "warning",
    what: `One passphrase opens the secrets of ${production} and of ${other}.`,
    why: `Where pull requests are previewed, whoever may push a branch can read the passphrase of ${other}.`,
    fix: `give ${production} a passphrase of its own before its workflows run: “Rotate the passphrase” in docs/state.md`,
  });
  return [wrong("two passphrases", problem)];
}

async function checkPassphrase(stack: string, project: Project, backend: Promise<Backend>, env: NodeJS.ProcessEnv) {
  const what = `passphrase of ${stack}`;
  const provider = project.settingOf(stack, "secretsprovider");
  if (typeof provider === "string" && provider !== "passphrase") {
    return notKnown(what, `${provider.split(":")[0]} opens its secrets, and is not asked here`);
  }
  const salt = project.settingOf(stack, "encryptionsalt");
  if (typeof salt !== "string") return withoutSalt(what, await urlOf(backend), env);
  const passphrase = await readPassphrase(env);
  if (passphrase instanceof Problem) return wrong(what, passphrase);
  if (passphrase === undefined) return wrong(what, noPassphrase(`Pulumi.${stack}.yaml is encrypted`));
  if (await opens(salt, passphrase)) return fine(what, OPENS);
  return wrong(
    what,
    new Problem({
      code: "wrong-passphrase",
      where: { file: `Pulumi.${stack}.yaml`, path: ["encryptionsalt"] },
      what: `The passphrase does not open what ${stack} has encrypted.`,
      why: "Each stack's file and state are encrypted with the passphrase that it was made with, or was last given.",
      fix: "set PULUMI_CONFIG_PASSPHRASE, or the file that PULUMI_CONFIG_PASSPHRASE_FILE names, to that of this stack; without it nobody can read its secrets",
    }),
  );
}

/** Pulumi Cloud encrypts by itself; any other backend's stacks get their salt when they are made. */
function withoutSalt(what: string, url: string | undefined, env: NodeJS.ProcessEnv): Finding {
  if (url === undefined) return notKnown(what, "the stack has no salt, and the backend could not be asked");
  if (/^https?:/.test(url)) return fine(what, "not needed: Pulumi Cloud opens its secrets");
  const set = env["PULUMI_CONFIG_PASSPHRASE"] !== undefined || Boolean(env["PULUMI_CONFIG_PASSPHRASE_FILE"]);
  if (set) return fine(what, "set; the stack is encrypted with it when it is made");
  return wrong(what, noPassphrase("A stack is encrypted when it is made"));
}

function noPassphrase(why: string): Problem {
  return new Problem({
    code: "no-passphrase",
    what: "No passphrase is set.",
    why: `${why}, and nobody can be asked for it in a run.`,
    fix: "set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it",
  });
}

async function urlOf(backend: Promise<Backend>): Promise<string | undefined> {
  return backend.then(({ url }) => url).catch(() => undefined);
}

/** As the engine takes it (pulumi/pulumi pkg/secrets/passphrase/manager.go, readPassphrase): an empty variable is one. */
async function readPassphrase(env: NodeJS.ProcessEnv): Promise<string | Problem | undefined> {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: file } = env;
  if (given !== undefined) return given;
  if (!file) return undefined;
  return readFile(resolve(file), "utf8").then(
    (text) => text.trim(),
    (error: unknown) =>
      new Problem({
        code: "no-passphrase",
        what: `The file that PULUMI_CONFIG_PASSPHRASE_FILE names cannot be read: ${reasonOf(error)}.`,
        fix: "name a file that holds the passphrase alone",
      }),
  );
}

/**
 * A stack's salt is `v1:<salt>:v1:<nonce>:<the word pulumi, encrypted>`: AES-256-GCM with a key of PBKDF2 (pulumi/pulumi
 * pkg/secrets/passphrase/manager.go, sdk/go/common/resource/config/crypt.go). The engine's own commands that open it show every secret.
 */
async function opens(written: string, passphrase: string): Promise<boolean> {
  const [, salt = "", , nonce = "", sealed = ""] = written.split(":");
  const key = await promisify(pbkdf2)(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  const bytes = Buffer.from(sealed, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return `${decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, "utf8")}${decipher.final("utf8")}` === "pulumi";
  } catch {
    return false;
  }
}

const TAG_BYTES = 16;

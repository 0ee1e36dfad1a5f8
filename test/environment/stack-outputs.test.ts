import { chmodSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, test, vi } from "vitest";
import { readOutputs } from "../../src/environment/stack-outputs.ts";
import { folderWith } from "../cli/command.ts";

/** What the engine answers of a stack. */
let answer: () => Promise<object>;

beforeEach(async () => {
  const mocks = {
    newResource: () => ({ id: "", state: {} }),
    call: () => answer() as Promise<Record<string, unknown>>,
  };
  await pulumi.runtime.setMocks(mocks, "acme", "staging", false, "organization");
});

/** A `pulumi` that says with which words and passphrase it was called, or fails. */
function secondEngine(script: string): void {
  const folder = folderWith({ pulumi: `#!/bin/sh\n${script}\n` });
  chmodSync(`${folder}/pulumi`, 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
}

const locked = { outputs: { token: {}, url: "https://acme.dev", deploys: {} }, secretOutputNames: ["token"] };

test("the outputs of a stack are what the engine says, also an object without anything in it", async () => {
  const outputs = { token: "a", deploys: {} };
  answer = async () => ({ outputs, secretOutputNames: ["token"] });
  expect(await readOutputs("shared")).toEqual(outputs);
});

test("an empty object in place of a secret is not a value: the run has another passphrase", async () => {
  vi.stubEnv("PARITY_OTHER_PASSPHRASE", undefined);
  answer = async () => locked;
  await expect(readOutputs("shared")).rejects.toThrow(
    'The passphrase of this run does not open the secrets of the stack "shared".\n  Fix: set PARITY_OTHER_PASSPHRASE',
  );
});

test("a second engine reads it with the other passphrase, whatever file names the run's own", async () => {
  vi.stubEnv("PARITY_OTHER_PASSPHRASE", "other");
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", "/own");
  secondEngine('echo "{\\"token\\": \\"$PULUMI_CONFIG_PASSPHRASE $PULUMI_CONFIG_PASSPHRASE_FILE $*\\"}"');
  answer = async () => locked;
  const words = "stack output --stack organization/acme/shared --json --show-secrets --non-interactive --color never";
  expect(await readOutputs("shared")).toEqual({ token: `other  -C ${pulumi.getRootDirectory()} ${words}` });
});

test("a second engine that cannot read it either is told without what it printed", async () => {
  vi.stubEnv("PARITY_OTHER_PASSPHRASE", "wrong");
  answer = async () => locked;
  secondEngine("echo canary; echo 'failed to decrypt: incorrect passphrase' >&2; exit 255");
  await expect(readOutputs("shared")).rejects.toThrow('of the stack "shared", nor does PARITY_OTHER_PASSPHRASE.');
  secondEngine("echo canary; echo canary >&2; exit 3");
  const failed = readOutputs("shared");
  await expect(failed).rejects.toThrow("could not be read by a second engine: 3");
  await expect(failed).rejects.not.toThrow("canary");
});

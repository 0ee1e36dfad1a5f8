import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import type { EngineStep } from "../../src/operations/engine/events.ts";
import { stepOn } from "../operations/engine/step.ts";

/** What a command printed, and the exit code it answered. */
export async function run(command: () => Promise<number>): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  const err = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const said = ({ mock }: typeof out) => mock.calls.map(([text]) => String(text)).join("");
  try {
    const code = await command();
    return { code, out: said(out), err: said(err) };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

/** A folder for the length of a test, with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "parity-command-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export const main = "name: acme\nconfig:\n  acme:system:\n    value:\n      neon: { region: aws-us-east-1 }\n";
export const acme = { "Pulumi.yaml": main, "Pulumi.staging.yaml": "config: {}\n", "Pulumi.dev.yaml": "config: {}\n" };
export const wrong = { ...acme, "Pulumi.staging.yaml": "config:\n  acme:environment: { colour: red }\n" };

const bucket = stepOn("cloudflare:index/r2Bucket:R2Bucket", "audio", { op: "delete", new: null });
/** Events of a preview that loses a bucket, and of the up that does. */
export const losing = { preview: eventsOf(bucket, true), up: eventsOf(bucket, false) };

export function eventsOf(metadata: EngineStep, planning: boolean): object[] {
  return [{ resourcePreEvent: { metadata, planning } }, { resOutputsEvent: { metadata, planning } }];
}

export function failure(message: string): object {
  return { diagnosticEvent: { message, severity: "error" } };
}

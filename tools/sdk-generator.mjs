import { copyFileSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoTool, kept } from "./linters.mjs";

const module = fileURLToPath(new URL("sdk-generator", import.meta.url));
const languages = ["go", "nodejs", "python"];

/**
 * Folder of language hosts that generate SDKs, for `pulumi package add` and `gen-sdk`: built once from the Go module that pins Pulumi's
 * generators, and kept for all checkouts of this user.
 * @throws when they cannot be had, with what to install.
 */
export async function findSdkGenerators() {
  const version = /pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1];
  const program = await kept("sdk-generator", version, async (folder) => {
    await buildGoTool("sdk-generator", ".", module, folder);
    for (const language of languages) {
      copyFileSync(join(folder, "sdk-generator"), join(folder, `pulumi-language-${language}`));
    }
  });
  return dirname(program);
}

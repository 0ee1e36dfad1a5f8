import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoTool, kept } from "./linters.mjs";

const module = fileURLToPath(new URL("bucket-server", import.meta.url));

/**
 * Path of gofakes3, built once from its Go module and kept for all checkouts of this user.
 * @throws when it cannot be had, with what to install.
 */
export async function findBucketServer() {
  const version = /johannesboyne\/gofakes3 v(\S+)/.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1];
  const source = "github.com/johannesboyne/gofakes3/cmd/gofakes3";
  return kept("gofakes3", version, (folder) => buildGoTool("gofakes3", source, module, folder));
}

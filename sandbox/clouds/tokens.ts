import type { Seed } from "./core/cloud.ts";

/**
 * The tokens that open the emulated accounts: the same in every sandbox, since they open nothing else. Cloudflare's has
 * the 40 characters that its provider plugin insists on.
 */
export const sandboxTokens: Seed["tokens"] = {
  fly: "sandbox-fly-token-of-nobody",
  neon: "napi_sandboxneontokenofnobody",
  cloudflare: "sandbox-cloudflare-token-of-nobody-00000",
  github: "ghp_sandboxgithubtokenofnobody0000000000",
};

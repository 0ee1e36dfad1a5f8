import { expect, test } from "vitest";
import { checkCredentials } from "../../src/environment/credentials.ts";

const missing = (set: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  checkCredentials("staging", ["Cloudflare"], env, (key) => set.includes(key)).map(({ commands }) => commands);

const both = [
  "pulumi config set --secret --stack staging cloudflare:apiToken",
  "pulumi config set --secret --stack staging parity:cloudflareApiToken",
];

test.each<[string, string[], NodeJS.ProcessEnv, (readonly string[])[]]>([
  ["set nowhere", [], {}, [both]],
  ["set for one of the plugins that read it", ["cloudflare:apiToken"], {}, [both]],
  ["set for both plugins", ["cloudflare:apiToken", "parity:cloudflareApiToken"], {}, []],
  ["in the variable that both plugins read", [], { CLOUDFLARE_API_TOKEN: "x" }, []],
  ["an empty variable, as a missing secret of Actions leaves it", [], { CLOUDFLARE_API_TOKEN: "" }, [both]],
])("Cloudflare's token: %s", (_name, set, env, expected) => {
  expect(missing(set, env)).toEqual(expected);
});

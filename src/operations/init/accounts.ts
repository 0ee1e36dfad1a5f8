import { reasonOf } from "../../problem/reason.ts";
import { connectFromEnvironment } from "../../provider/clouds.ts";
import { cloudflareCredential } from "../../vendors/cloudflare/api-token.ts";
import { type Credential, firstSet } from "../../vendors/credential.ts";
import { flyCredential } from "../../vendors/fly/token.ts";
import { neonCredential } from "../../vendors/neon/api-key.ts";
import type { Account, Accounts } from "./answers.ts";

/** Milliseconds that a vendor may take. */
const LIMIT = 15_000;

/**
 * The accounts that the tokens of an environment reach; a vendor without a token is not asked. One that refuses, or is silent, is
 * named to `tell`, and left out.
 */
export async function findAccounts(env: NodeJS.ProcessEnv, tell: (line: string) => void): Promise<Accounts> {
  const clouds = connectFromEnvironment(env, AbortSignal.timeout(LIMIT));
  const ask = async (credential: Credential, list: () => Promise<readonly Account[]>) => {
    if (firstSet(credential.variables, env) === undefined) return undefined;
    try {
      return await list();
    } catch (error) {
      tell(`${credential.vendor} did not say which accounts there are: ${reasonOf(error)}`);
      return undefined;
    }
  };
  const [fly, neon, cloudflare] = await Promise.all([
    ask(flyCredential, async () => {
      const reaches = await (await clouds.fly()).access.read();
      return [...new Set(reaches.map(({ organization }) => organization))].map((id) => ({ id }));
    }),
    ask(neonCredential, async () => (await clouds.neon()).access.listOrganizations()),
    ask(cloudflareCredential, async () => (await clouds.cloudflare()).ownToken.listAccounts()),
  ]);
  return { ...(fly && { fly }), ...(neon && { neon }), ...(cloudflare && { cloudflare }) };
}

import { cloudflareCloud } from "../../sandbox/clouds/cloudflare/index.ts";
import type { Cloud } from "../../sandbox/clouds/core/cloud.ts";
import { flyCloud } from "../../sandbox/clouds/fly/index.ts";
import { neonCloud } from "../../sandbox/clouds/neon/index.ts";
import { lookFor, tryToLookFor } from "../../src/operations/existing/sighting.ts";
import { digestAnswers } from "../../src/operations/unchanged/answers.ts";
import { readsOf } from "../../src/operations/unchanged/reads/reads.ts";
import type { StateResource } from "../../src/operations/unchanged/state-file.ts";
import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { configEnvironment, connectClouds, pluginConfig, secretConfig } from "../../src/provider/clouds.ts";
import { definitions } from "../../src/provider/definitions.ts";
import { startPlugin, type TestPlugin } from "../../test/plugin/harness.ts";
import { openCloud, tokens } from "../../test/stage/open-cloud.ts";
import { type Census, takeCensus } from "./census.ts";
import { type Call, type Exchange, type Intercept, openGate } from "./gate.ts";

/** What becomes of the n-th call. */
export type Meeting = (exchange: Exchange, n: number) => ReturnType<Intercept>;

/** Every call is answered. */
export const undisturbed: Meeting = ({ forward }) => forward();

export type World = Awaited<ReturnType<typeof openWorld>>;

/** The three clouds that our own types call, each behind a gate, in this process. Close it. */
export async function openWorld() {
  const calls: Call[] = [];
  let meet: Meeting = undisturbed;
  const intercept: Intercept = async (exchange) => {
    calls.push(exchange);
    return meet(exchange, calls.length);
  };
  const open = async <S>(cloud: Cloud<S>) => {
    const opened = await openCloud(cloud);
    const gate = await openGate({ ...cloud, opened }, intercept);
    return { opened, gate };
  };
  const fly = await open(flyCloud);
  const neon = await open(neonCloud);
  const cloudflare = await open(cloudflareCloud);
  const all = [fly, neon, cloudflare];
  const config = configOf(fly.gate, neon.gate, cloudflare.gate);
  const look = () => ({
    fly: fly.opened.state,
    neon: neon.opened.state,
    cloudflare: cloudflare.opened.state,
  });

  return {
    /** Past the gates: what a person does by hand. */
    urls: { fly: fly.opened.url, cloudflare: cloudflare.opened.url, neon: neon.opened.url },
    state: look,

    /** Digest of what a preview without the engine asks of a resource in state: another one is left to the engine, and `undefined` is too. */
    digest(resource: StateResource): Promise<string | undefined> {
      const reads = readsOf([{ ...resource, custom: true }]);
      const [machines, api] = [fly.opened.url, neon.opened.url];
      return reads === undefined
        ? Promise.resolve(undefined)
        : digestAnswers(reads, "salt", {
            ...{ FLY_API_TOKEN: tokens.fly, FLY_FLAPS_BASE_URL: machines, FLY_API_BASE_URL: machines },
            ...{ NEON_API_KEY: tokens.neon, NEON_API_HOST: `${api}/api/v2` },
            ...{ CLOUDFLARE_API_TOKEN: tokens.cloudflare, CLOUDFLARE_BASE_URL: `${cloudflare.opened.url}/client/v4` },
          });
    },
    /** `randomValues`: of runs that cannot have the same secrets. */
    census: (randomValues = false): Census => takeCensus(look(), randomValues),

    /** Counts calls from one again, and says what becomes of them. Answers the calls, which fill as they come. */
    watch(meeting: Meeting = undisturbed): readonly Call[] {
      calls.length = 0;
      meet = meeting;
      return calls;
    },

    /** Answers what brings the clouds back to what they hold now, as often as it is called. */
    remember(): () => void {
      const held = all.map(({ opened }) => structuredClone(opened.state));
      return () => {
        for (const [i, { opened }] of all.entries()) Object.assign(opened.state as object, structuredClone(held[i]));
      };
    },

    /** The plugin as a new process has it, which knows nothing of an earlier one. */
    async startPlugin(): Promise<TestPlugin> {
      const plugin = await startPlugin({
        ...{ name: "parity", version: "0.0.0", config: pluginConfig, secretConfig, environment: configEnvironment },
        resources: definitions,
        connect: connectClouds,
      });
      await plugin.configure(config);
      return plugin;
    },

    /** What `parity up` finds of a creation that the state has pending, or, past the gates, of one before and after its run. */
    async find(
      creation: { readonly token: string; readonly name: string; readonly inputs: PropertyMap },
      when: "pending" | "beside a run",
    ): Promise<readonly string[]> {
      const { token, name, inputs } = creation;
      const { signal } = new AbortController();
      const attempt = { urn: `urn:pulumi:staging::plyr::${token}::${name}`, inputs, held: undefined };
      const clouds = connectClouds(
        when === "pending" ? config : configOf(fly.opened, neon.opened, cloudflare.opened),
        signal,
      );
      const look = when === "pending" ? lookFor : tryToLookFor;
      const [found] = await look([{ ...attempt, parent: undefined, provider: undefined }], {
        clouds,
        github: undefined,
        signal,
      });
      return found?.ids ?? [];
    },

    /** Some seconds go by, in which Fly ends the deletions that it has accepted. */
    wait(): void {
      for (const app of Object.values(fly.opened.state.apps))
        if (app.readsUntilGone !== undefined) app.readsUntilGone = 0;
    },

    close(): void {
      for (const { gate, opened } of all) {
        gate.close();
        opened.close();
      }
    },
  };
}

type At = { readonly url: string };

function configOf(fly: At, neon: At, cloudflare: At) {
  return {
    ...{ flyToken: tokens.fly, flyFlapsUrl: fly.url, flyApiUrl: fly.url },
    ...{ neonApiKey: tokens.neon, neonBaseUrl: `${neon.url}/api/v2` },
    ...{ cloudflareApiToken: tokens.cloudflare, cloudflareBaseUrl: `${cloudflare.url}/client/v4` },
  };
}

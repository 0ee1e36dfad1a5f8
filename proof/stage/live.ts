import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cloudVariables, withoutAccounts } from "../../sandbox/cloud-variables.ts";
import { cloudflareCloud } from "../../sandbox/clouds/cloudflare/index.ts";
import { serveControl } from "../../sandbox/clouds/control.ts";
import type { Cloud } from "../../sandbox/clouds/core/cloud.ts";
import { calm } from "../../sandbox/clouds/core/conditions.ts";
import { cloudFiles, writeJsonFile } from "../../sandbox/clouds/daemon-files.ts";
import { flyCloud } from "../../sandbox/clouds/fly/index.ts";
import { githubCloud } from "../../sandbox/clouds/github/index.ts";
import { neonCloud } from "../../sandbox/clouds/neon/index.ts";
import { sandboxTokens } from "../../sandbox/clouds/tokens.ts";
import { findEngine } from "../../sandbox/engine/engine.ts";
import { repository } from "../../sandbox/folder.ts";
import { readSeed } from "../../sandbox/seed.ts";
import { readSource } from "../../sandbox/source.ts";
import { openCloud } from "../../test/stage/open-cloud.ts";
import { type Outcome, Sandbox } from "../../test/stage/sandbox.ts";
import { type Census, takeCensus } from "./census.ts";
import { Credentials } from "./credentials.ts";
import { fingerprint } from "./fingerprint.ts";
import { type Call, openGate } from "./gate.ts";
import { findProcesses, kill } from "./processes.ts";
import { type Meeting, undisturbed } from "./world.ts";

/** A command that runs, as the leader of a group of its own. */
export interface Command {
  readonly pid: number;
  readonly ended: Promise<Outcome>;
}

export type Live = Awaited<ReturnType<typeof openLive>>;

/**
 * A sandbox over plyr.fm's files, with the real engine, program and plugins, whose clouds are in this process, each behind
 * a gate. Close it.
 */
export async function openLive(say: (line: string) => void) {
  const sandbox = new Sandbox();
  mkdirSync(sandbox.folder, { recursive: true });
  const folder = realpathSync(sandbox.folder);
  const seed = readSeed(readSource({ folder: sandbox.source }));
  const files = cloudFiles(folder);
  mkdirSync(files.folder, { recursive: true });
  const calls: Call[] = [];
  let meet: Meeting = undisturbed;
  const credentials = new Credentials();
  const open = async <S>(cloud: Cloud<S>) => {
    // Of secrets that nobody can read back, their time says which run set them.
    const opened = await openCloud(cloud, seed, Date.now);
    const gate = await openGate({ ...cloud, opened }, async (exchange) => {
      calls.push(exchange);
      const forward = async () => {
        const answer = await exchange.forward();
        credentials.note(answer.body, held());
        return answer;
      };
      return meet({ ...exchange, forward }, calls.length);
    });
    return { name: cloud.name, opened, gate, operations: cloud.operations };
  };
  const fly = await open(flyCloud);
  const neon = await open(neonCloud);
  const cloudflare = await open(cloudflareCloud);
  const github = await open(githubCloud);
  const all = [fly, neon, cloudflare, github];
  const control = await serveControl({
    clouds: all.map(({ name, operations, opened }) => ({
      ...{ name, operations, readState: () => opened.state, reset: () => undefined },
    })),
    faults: [],
    conditions: { ...calm },
    journal: fly.opened.journal,
    identity: { pid: process.pid, folder },
    stop: () => undefined,
  });
  const urls = {
    ...{ fly: fly.gate.url, neon: neon.gate.url, cloudflare: cloudflare.gate.url, github: github.gate.url },
    control: control.url,
  };
  // The sandbox takes this process for its own clouds.
  const code = createHash("sha256")
    .update(readFileSync(join(repository, "dist", "sandbox-clouds.mjs")))
    .digest("hex");
  writeJsonFile(files.running, { pid: process.pid, urls, code: code.slice(0, 16) });
  writeJsonFile(files.seed, seed);

  const engine = await findEngine({ env: process.env, say });
  const home = join(folder, "home");
  const env = {
    ...withoutAccounts(process.env),
    ...cloudVariables(urls, sandboxTokens),
    PATH: [dirname(engine.command), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    NO_COLOR: "1",
    CI: "true",
  };
  const project = join(folder, "project");
  const start = (command: string, args: readonly string[]): Command => {
    // A group of its own, as a terminal gives to what is typed.
    const child = spawn(command, args, { cwd: repository, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let [text, answer] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      answer += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    const ended = new Promise<Outcome>((resolve) =>
      child.once("close", (ended) => resolve({ code: ended, text, answer })),
    );
    return { pid: child.pid ?? 0, ended };
  };

  const held = () => ({
    ...{ fly: fly.opened.state, neon: neon.opened.state },
    ...{ cloudflare: cloudflare.opened.state, github: github.opened.state },
  });
  let kept = 0;
  /** Answers what brings clouds and states back to now, as often as it is called. */
  const remember = () => {
    kept += 1;
    const copy = join(folder, "kept", String(kept));
    const clouds = all.map(({ opened }) => structuredClone(opened.state));
    const restoreCredentials = credentials.remember();
    const parts = ["state", "project", "prepared.json"].filter((part) => existsSync(join(folder, part)));
    for (const part of parts) cpSync(join(folder, part), join(copy, part), { recursive: true });
    return () => {
      restoreCredentials();
      for (const [i, { opened }] of all.entries()) Object.assign(opened.state as object, structuredClone(clouds[i]));
      for (const part of parts) {
        rmSync(join(folder, part), { recursive: true, force: true });
        cpSync(join(copy, part), join(folder, part), { recursive: true });
      }
    };
  };

  return {
    sandbox,
    /** `parity <words>` of the product, without the sandbox around it. */
    parity: (...words: string[]): Command =>
      start(process.execPath, [join(repository, "bin", "start.mjs"), "cli", ...words, "--project", project]),
    pulumi: (...words: string[]): Command => start(engine.command, ["-C", project, ...words, "--non-interactive"]),

    watch(meeting: Meeting = undisturbed): readonly Call[] {
      calls.length = 0;
      meet = meeting;
      return calls;
    },

    /** What the processes of a run are, as they live: CLI, engine, program, plugins. */
    processes: () => findProcesses("PULUMI_HOME", home),

    /** Waits for the end of what a killed command leaves running: plugins see within a second that their engine is gone. */
    async settle(): Promise<void> {
      for (let waited = 0; waited < 15_000; waited += 50) {
        if (findProcesses("PULUMI_HOME", home).length === 0) return;
        await sleep(50);
      }
      for (const { pid } of findProcesses("PULUMI_HOME", home)) kill(pid);
    },

    census: (): Census => takeCensus(held(), true),

    /** The same for worlds that differ in nothing but ids, times, and what was made up at random. */
    fingerprint: (): string => fingerprint([held(), filesOf(project)], join(folder, "state", ".pulumi")),

    /** What is held in the clouds that is not valid there, from now on. */
    credentials,

    /** Minutes go by, as they do before somebody looks at what was killed: a lease that it held has ended. */
    wait: () => fly.opened.clock.tick(180),

    /** Where Fly is called past the gates: what a person does by hand. */
    flyUrl: fly.opened.url,

    /** Answers what brings back the world as it is at this moment, at which a run stands still for it. */
    capture(): () => void {
      const running = findProcesses("PULUMI_HOME", home);
      for (const { pid } of running) kill(pid, "SIGSTOP");
      try {
        return remember();
      } finally {
        for (const { pid } of running) kill(pid, "SIGCONT");
      }
    },

    /** Operations that the state of a stack says were started, and resources that failed to initialize. */
    unfinished(stack: string): string[] {
      const file = join(folder, "state", ".pulumi", "stacks", "plyr", `${stack}.json`);
      if (!existsSync(file)) return [];
      const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest?: Deployment } };
      const { pending_operations: pending = [], resources = [] } = checkpoint.latest ?? {};
      return [
        ...pending.map(({ type, resource }) => `pending ${type} of ${resource.urn}`),
        ...resources.filter(({ initErrors }) => initErrors?.length).map(({ urn }) => `failed to initialize: ${urn}`),
      ];
    },

    remember,

    async close(): Promise<void> {
      for (const { gate, opened } of all) {
        gate.close();
        opened.close();
      }
      control.server.close();
      control.server.closeAllConnections();
      rmSync(join(folder, ".."), { recursive: true, force: true });
    },
  };
}

/** What the files of the stacks say, which a command may change too. */
function filesOf(project: string): string[] {
  if (!existsSync(project)) return [];
  const names = readdirSync(project).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  return names.sort().map((name) => readFileSync(join(project, name), "utf8").replaceAll(/secure: \S+/g, ""));
}

interface Deployment {
  readonly pending_operations?: readonly { readonly type: string; readonly resource: { readonly urn: string } }[];
  readonly resources?: readonly { readonly urn: string; readonly initErrors?: readonly string[] }[];
}

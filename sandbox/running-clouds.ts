import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, withFolderLock } from "../tools/folder-lock.mjs";
import type { JournalLine } from "./clouds/control.ts";
import type { Seed } from "./clouds/core/cloud.ts";
import type { Conditions } from "./clouds/core/conditions.ts";
import type { Fault } from "./clouds/core/faults.ts";
import { cloudFiles, type Running, readJsonFile, writeJsonFile } from "./clouds/daemon-files.ts";
import { repository } from "./folder.ts";
import { SandboxError } from "./sandbox-error.ts";
import { typed } from "./typed.ts";

const startMs = 30_000;
const stopMs = 10_000;
/** Long, because an `npm test` keeps a small machine busy; a process that hangs is replaced after it. */
const answerMs = 30_000;

type Say = (line: string) => void;

/** The running clouds of one sandbox folder. */
export class Clouds {
  private constructor(readonly running: Running) {}

  get urls(): Running["urls"] {
    return this.running.urls;
  }

  /** The clouds of this folder when they are up, without starting them. */
  static async find(folder: string): Promise<Clouds | undefined> {
    const running = readJsonFile<Running>(cloudFiles(folder).running);
    if (!running || !isAlive(running.pid)) return undefined;
    const clouds = new Clouds(running);
    const health = await clouds.ask("GET", "/health").catch(() => undefined);
    const { pid, folder: served } = (health ?? {}) as { pid?: number; folder?: string };
    return pid === running.pid && served === folder ? clouds : undefined;
  }

  /**
   * The clouds of this folder, started when they are not up, and again when they run older code or lack an account.
   * What they hold is kept. Two commands at once start one.
   * @throws SandboxError when they do not come up
   */
  static async connect(folder: string, seed: Seed, say: Say): Promise<Clouds> {
    const code = codeFingerprint();
    const usable = (clouds: Clouds | undefined) =>
      clouds?.running.code === code && isSeeded(folder, seed) ? clouds : undefined;
    const up = usable(await Clouds.find(folder));
    if (up) return up;
    return withFolderLock(cloudFiles(folder).lock, async () => {
      const found = await Clouds.find(folder);
      const started = usable(found);
      if (started) return started;
      if (found) await found.stop();
      writeJsonFile(cloudFiles(folder).seed, seed);
      const clouds = await start(folder);
      say(`the clouds of this sandbox are up (process ${clouds.running.pid}, ${typed} stop ends them)`);
      return clouds;
    });
  }

  /** Every request after number `after`, oldest first. */
  readJournal(after = 0): Promise<JournalLine[]> {
    return this.ask("GET", `/journal?after=${after}`) as Promise<JournalLine[]>;
  }

  readState(cloud: string): Promise<unknown> {
    return this.ask("GET", `/state/${cloud}`);
  }

  readOperations(): Promise<{ name: string; method: string; path: string }[]> {
    return this.ask("GET", "/operations") as Promise<{ name: string; method: string; path: string }[]>;
  }

  readFaults(): Promise<Fault[]> {
    return this.ask("GET", "/faults") as Promise<Fault[]>;
  }

  /** Replaces all faults. Throws a SandboxError that says what is wrong with them. */
  async setFaults(faults: readonly unknown[]): Promise<void> {
    await this.ask("PUT", "/faults", faults);
  }

  readConditions(): Promise<Conditions> {
    return this.ask("GET", "/conditions") as Promise<Conditions>;
  }

  /** Replaces the conditions; what is left out is calm. Throws a SandboxError that says what is wrong with them. */
  async setConditions(conditions: Partial<Conditions>): Promise<void> {
    await this.ask("PUT", "/conditions", conditions);
  }

  /** Lets something happen at a cloud that no call of its API does, such as `github.uploadArtifact`. */
  happen(event: string, given: unknown): Promise<unknown> {
    return this.ask("POST", `/events/${event}`, given);
  }

  async stop(): Promise<void> {
    await this.ask("POST", "/stop");
    for (let waited = 0; isAlive(this.running.pid) && waited < stopMs; waited += 50) await sleep(50);
  }

  private async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const { status, text: said } = await send(method, this.urls.control + path, body);
    const answer: unknown = said === "" ? undefined : JSON.parse(said);
    if (status < 300) return answer;
    throw new SandboxError((answer as { problems: string[] }).problems.join("\n"), 2);
  }
}

/** Without `fetch`, which takes a tenth of a second to load: this is asked by every command. */
function send(method: string, url: string, body: unknown): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, signal: AbortSignal.timeout(answerMs) }, (response) => {
      text(response).then((said) => resolve({ status: response.statusCode ?? 0, text: said }), reject);
    });
    sent.once("error", reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Changes when the code of the clouds does: clouds that run older code are started again. */
function codeFingerprint(): string {
  const code = readFileSync(join(repository, "dist", "sandbox-clouds.mjs"));
  return createHash("sha256").update(code).digest("hex").slice(0, 16);
}

/** Whether the clouds were started with these accounts and tokens. */
function isSeeded(folder: string, seed: Seed): boolean {
  return JSON.stringify(readJsonFile<Seed>(cloudFiles(folder).seed)) === JSON.stringify(seed);
}

async function start(folder: string): Promise<Clouds> {
  const files = cloudFiles(folder);
  mkdirSync(files.folder, { recursive: true });
  rmSync(files.log, { force: true });
  const log = openSync(files.log, "a", 0o600);
  const args = [join(repository, "bin", "start.mjs"), "sandbox-clouds", "--dir", folder, "--code", codeFingerprint()];
  const child = spawn(process.execPath, args, { cwd: repository, detached: true, stdio: ["ignore", log, log] });
  child.unref();
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  for (let waited = 0; !ended && waited < startMs; waited += 50) {
    const clouds = readJsonFile<Running>(files.running)?.pid === child.pid ? await Clouds.find(folder) : undefined;
    if (clouds) return clouds;
    await sleep(50);
  }
  if (!ended) child.kill();
  const said = readFileSync(files.log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
  throw new SandboxError(`The clouds of the sandbox did not come up. Their last words (${files.log}):\n${said}`);
}

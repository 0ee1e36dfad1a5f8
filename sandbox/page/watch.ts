import { setTimeout as sleep } from "node:timers/promises";
import { cloudFiles, cloudNames, readJsonFile } from "../clouds/daemon-files.ts";
import { faultKinds } from "../clouds/fault-order.ts";
import type { SandboxFolder } from "../folder.ts";
import type { Run } from "../run.ts";
import { runFile } from "../run-file.ts";
import { Clouds } from "../running-clouds.ts";
import { SandboxError } from "../sandbox-error.ts";
import { readSource, type Source } from "../source.ts";
import { CallReader } from "./calls.ts";
import { type CheckedStack, checkStacks, showEnvironments } from "./environments.ts";
import { holdingsOf } from "./holdings.ts";
import { stampOf } from "./stamp.ts";
import type { CloudView, FaultsView, OperationView, Parts } from "./view.ts";

const everyMs = 250;

/** Takes a part of the page that has changed. */
export type Tell = <P extends keyof Parts>(part: P, content: Parts[P]) => void;

/**
 * Looks at a sandbox again and again while somebody listens: at its files, which every command writes, and at the control of its
 * clouds. It changes nothing and starts nothing.
 */
export class Watch {
  readonly #folder: SandboxFolder;
  readonly #calls: CallReader;
  readonly #listeners = new Set<Tell>();
  readonly #told = new Map<keyof Parts, string>();
  readonly #parts: { -readonly [P in keyof Parts]?: Parts[P] } = {};
  #source: Source;
  #stamps: readonly string[] = [];
  #checked: readonly CheckedStack[] = [];
  #operations: { readonly pid: number; readonly list: readonly OperationView[] } | undefined;
  #looking: Promise<void> | undefined;

  constructor(folder: SandboxFolder, source: Source) {
    this.#folder = folder;
    this.#source = source;
    this.#calls = new CallReader(cloudFiles(folder.root).journal);
  }

  /** Tells everything at once, and then each part that changes. @returns what ends that */
  listen(tell: Tell): () => void {
    const { environments, clouds, faults, run } = this.#parts;
    if (environments) tell("environments", environments);
    if (clouds) tell("clouds", clouds);
    if (faults) tell("faults", faults);
    if (run) tell("run", run);
    tell("calls", this.#calls.last);
    this.#listeners.add(tell);
    this.#looking ??= this.#look();
    return () => this.#listeners.delete(tell);
  }

  async #look(): Promise<void> {
    while (this.#listeners.size > 0) {
      // Files come and go while a command or `reset` runs; the next look finds them as they are then.
      await this.#lookOnce().catch((error: unknown) => console.error(error));
      await sleep(everyMs);
    }
    this.#looking = undefined;
  }

  async #lookOnce(): Promise<void> {
    const calls = this.#calls.read();
    if (calls) for (const tell of this.#listeners) tell("calls", calls);
    const { root, state } = this.#folder;
    const stamps = [
      stampOf(this.#source.folder, /^Pulumi.*\.yaml$/),
      stampOf(cloudFiles(root).folder, /^(fly|neon|cloudflare|github)\.json$/),
      stampOf(state, /\.json$/),
    ];
    const [files, clouds, states] = stamps.map((stamp, i) => stamp !== this.#stamps[i]);
    if (clouds) this.#tell("clouds", readClouds(root));
    if (files || clouds || states) await this.#showEnvironments(files === true);
    this.#stamps = stamps;
    this.#tell("run", readJsonFile<Run>(runFile(this.#folder)));
    this.#tell("faults", await this.#readFaults());
  }

  async #showEnvironments(read: boolean): Promise<void> {
    try {
      if (read) this.#source = readSource(this.#source);
      if (read) this.#checked = await checkStacks(this.#source);
      const around = { folder: this.#folder, source: this.#source };
      const stacks = showEnvironments(this.#checked, this.#parts.clouds ?? [], around);
      this.#tell("environments", { project: this.#source.name, unreadable: false, stacks });
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      this.#tell("environments", {
        project: this.#source.name,
        stacks: [],
        ...this.#parts.environments,
        unreadable: true,
      });
    }
  }

  async #readFaults(): Promise<FaultsView> {
    const clouds = await Clouds.find(this.#folder.root);
    const { pid } = clouds?.running ?? {};
    if (clouds && pid !== undefined && this.#operations?.pid !== pid) {
      this.#operations = { pid, list: await clouds.readOperations() };
    }
    const set = (await clouds?.readFaults()) ?? [];
    return { running: clouds !== undefined, set, operations: this.#operations?.list ?? [], kinds: faultKinds };
  }

  #tell<P extends keyof Parts>(part: P, content: Parts[P]): void {
    const text = JSON.stringify(content);
    if (this.#told.get(part) === text) return;
    this.#told.set(part, text);
    this.#parts[part] = content;
    for (const tell of this.#listeners) tell(part, content);
  }
}

function readClouds(root: string): CloudView[] {
  return cloudNames.map((name) => {
    const saved = readJsonFile<{ state: unknown }>(cloudFiles(root).state(name));
    return { name, holds: holdingsOf(saved?.state ?? {}) };
  });
}

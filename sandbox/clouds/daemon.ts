import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { parseArgs } from "node:util";
import { addAccounts } from "./accounts.ts";
import { cloudflareCloud } from "./cloudflare/index.ts";
import { type ServedCloud, serveControl } from "./control.ts";
import type { Cloud, Seed } from "./core/cloud.ts";
import { calm } from "./core/conditions.ts";
import type { Fault } from "./core/faults.ts";
import { Journal } from "./core/journal.ts";
import { serveCloud } from "./core/server.ts";
import { Store } from "./core/store.ts";
import { type CloudName, cloudFiles, type Running, readJsonFile, writeJsonFile } from "./daemon-files.ts";
import { flyCloud } from "./fly/index.ts";
import { githubCloud } from "./github/index.ts";
import { neonCloud } from "./neon/index.ts";

// The background process of one sandbox folder: `daemon.ts --dir <folder> --code <fingerprint>`. Tokens come from a file there, never from
// the command line, which every user of the machine can read.

const idleMs = 2 * 60 * 60 * 1000;
const watchMs = 30_000;

const { dir, code } = parseArgs({ options: { dir: { type: "string" }, code: { type: "string" } } }).values;
if (!dir || !code) throw new Error("usage: daemon.ts --dir <folder> --code <fingerprint>");
const files = cloudFiles(dir);
const seed = readJsonFile<Seed>(files.seed);
if (!seed) throw new Error(`${files.seed} is missing`);
mkdirSync(files.folder, { recursive: true });

const before = readJsonFile<Running>(files.running);
const journal = new Journal(files.journal);
const faults: Fault[] = [];
const conditions = { ...calm };
const servers: Server[] = [];
let lastRequest = Date.now();

const clouds = [
  await serve("fly", flyCloud),
  await serve("neon", neonCloud),
  await serve("cloudflare", cloudflareCloud),
  await serve("github", githubCloud),
];
const identity = { pid: process.pid, folder: dir };
const control = await onPortOf(before?.urls.control, (port) =>
  serveControl({ clouds, faults, conditions, journal, identity, stop }, port),
);
servers.push(control.server);
const urls = { ...Object.fromEntries(clouds.map(({ name, url }) => [name, url])), control: control.url };
writeJsonFile(files.running, { pid: process.pid, urls, code });
for (const server of servers) server.on("request", noteRequest);

async function serve<S>(name: CloudName, cloud: Cloud<S>): Promise<ServedCloud & { url: string }> {
  // Whole seconds: the vendors' own timestamps have nothing finer.
  const now = () => Math.floor(Date.now() / 1000) * 1000;
  const store = new Store(cloud, files.state(name), seed as Seed, now);
  addAccounts(store.state as object, cloud.empty(seed as Seed) as object);
  store.save();
  const { url, server } = await onPortOf(before?.urls[name], (port) =>
    serveCloud({ cloud, store, journal, faults, conditions }, port),
  );
  servers.push(server);
  return {
    name,
    url,
    operations: cloud.operations,
    readState: () => store.state,
    reset: () => store.reset(seed as Seed),
    occur: (event, body) => {
      store.clock.tick();
      const answer = cloud.events?.[event]?.({ body, state: store.state, clock: store.clock, ids: store.ids });
      store.save();
      return answer;
    },
  };
}

/** The port of the run before, when it is free: providers keep their endpoint in state and would report it as changed. */
async function onPortOf<T>(url: string | undefined, serveOn: (port: number) => Promise<T>): Promise<T> {
  if (!url) return serveOn(0);
  try {
    return await serveOn(Number(new URL(url).port));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return serveOn(0);
  }
}

function noteRequest(): void {
  lastRequest = Date.now();
}

function stop(): void {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  process.exit(0);
}

process.once("SIGTERM", stop).once("SIGINT", stop);

/** Ends when nobody asks any more, when the folder was removed, and when another process has taken its place. */
setInterval(() => {
  const current = readJsonFile<Running>(files.running);
  if (current?.pid !== process.pid || Date.now() - lastRequest > idleMs) stop();
}, watchMs).unref();

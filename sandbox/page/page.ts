import { join } from "node:path";
import { repository, type SandboxFolder } from "../folder.ts";
import type { Clouds } from "../running-clouds.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { Source } from "../source.ts";
import { announcePage, findPage } from "./open-page.ts";
import { servePage } from "./server.ts";
import { Watch } from "./watch.ts";

/** What the page shows, and where its own few words go. */
interface Shown {
  readonly folder: SandboxFolder;
  readonly source: Source;
  readonly say: (line: string) => void;
  readonly print: (text: string) => void;
}

/**
 * Serves the page until Ctrl-C. Prints its address alone on stdout.
 * @param port of 127.0.0.1; default: a free one
 * @param connect answers the clouds, started where they are not up
 * @throws SandboxError when the port is taken
 */
export async function openPage(
  { folder, source, say, print }: Shown,
  connect: () => Promise<Clouds>,
  port?: number,
): Promise<void> {
  const open = findPage(folder);
  if (open) {
    say(`the page of this sandbox is open already (process ${open.pid})`);
    return print(`${open.url}\n`);
  }
  await connect();
  const watch = new Watch(folder, source);
  const { url, server } = await servePage(
    {
      assets: join(repository, "dist", "page"),
      listen: (tell) => watch.listen(tell),
      setFaults: async (faults) => (await connect()).setFaults(faults),
    },
    port,
  ).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new SandboxError(`Port ${port} is taken.\n  Fix: name another one, or none to get a free one.`, 2);
  });
  const withdraw = announcePage(folder, url);
  print(`${url}\n`);
  say("open it in a browser; it shows every command of this sandbox as it runs. Ctrl-C ends it");
  await new Promise<void>((resolve) => {
    const end = () => resolve();
    process.once("SIGINT", end).once("SIGTERM", end);
  });
  withdraw();
  server.close();
  server.closeAllConnections();
}

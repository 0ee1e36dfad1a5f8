import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { repository } from "../../sandbox/folder.ts";

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** A product in a folder with no checkout near, which has installed the package from its tarball as anybody would from the registry. */
export class Installed {
  private constructor(
    readonly folder: string,
    readonly packed: Packed,
  ) {}

  /** Packs what was built and installs it, with its dependencies from npm's cache or registry: about 20 seconds. */
  static async make(): Promise<Installed> {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "parity-installed-")));
    const folder = join(root, "product");
    mkdirSync(folder);
    const packed = await pack(repository, root);
    const dependencies = { "@env-parity/parity": `file:../${packed.filename}` };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "product", private: true, dependencies }));
    await run("npm", ["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], folder);
    return new Installed(folder, packed);
  }

  /** Puts files there, by name. */
  write(files: { readonly [name: string]: string }): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
  }

  /** A product beside this one, with what this one has installed: that is there already, or a copy of a folder of the repository. */
  beside(name: string, from?: string): Installed {
    const folder = join(this.folder, "..", name);
    const isSource = (path: string) => basename(path) !== "node_modules";
    if (from !== undefined) cpSync(join(repository, from), folder, { recursive: true, filter: isSource });
    symlinkSync(join(this.folder, "node_modules"), join(folder, "node_modules"));
    return new Installed(folder, this.packed);
  }

  edit(file: string, from: string, to: string): void {
    const before = readFileSync(join(this.folder, file), "utf8");
    if (!before.includes(from)) throw new Error(`${file} does not hold ${from}`);
    this.write({ [file]: before.replace(from, to) });
  }

  /** The same for another package of the repository, which needs this one: installs its tarball here, too. */
  async add(name: string): Promise<void> {
    const { filename } = await pack(join(repository, name), join(this.folder, ".."));
    await run(
      "npm",
      ["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", `../${filename}`],
      this.folder,
    );
  }

  /** Types a line in the product's folder, such as `npx parity check`, and answers what it says. Fails unless it goes well. */
  type(line: string): Promise<string> {
    return run("sh", ["-c", line], this.folder);
  }

  /** Ends its clouds. */
  async stop(): Promise<void> {
    await this.type("npx parity sandbox stop").catch(() => undefined);
  }

  /** Ends it, and removes all products beside it. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }
}

async function pack(folder: string, destination: string): Promise<Packed> {
  const words = ["pack", "--ignore-scripts", "--json", "--pack-destination", destination];
  const answer: unknown = JSON.parse(await run("npm", words, folder));
  // A list of packages in npm 10, an object by name in npm 11.
  const [packed] = Object.values(answer as Record<string, Packed>);
  if (!packed) throw new Error(`npm pack answered ${JSON.stringify(answer)}`);
  return packed;
}

/** Nothing of the `npm test` that runs this reaches what it starts: it would lead back to the checkout. */
export function quietly(): NodeJS.ProcessEnv {
  const outer = /^(npm_|INIT_CWD$|NODE_PATH$|VITEST|FORCE_COLOR$)/;
  const kept = Object.entries(process.env).filter(([name]) => !outer.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: "1", CI: "true" };
}

function run(command: string, words: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { cwd, env: quietly() });
    let [answer, said] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (answer += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdin.end();
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(answer);
      else reject(new Error(`${command} ${words.join(" ")} ended with ${code}:\n${answer}${said}`));
    });
  });
}

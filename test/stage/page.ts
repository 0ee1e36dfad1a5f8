import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../sandbox/folder.ts";

/** A fenced block of a page: lines to run (`sh`), what they print (`text`), a file (`yaml title=<file>`), or what changes in one (`diff title=<file>`). */
export interface Block {
  /** The heading above it. */
  readonly section: string;
  readonly language: string;
  readonly title: string | undefined;
  readonly text: string;
}

/** The blocks of a page of documentation, in order. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(repository, page), "utf8");
  let section = "";
  return [...text.matchAll(/^#+ (.*)$|^```(\w*)(?: title=(\S+))?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, heading, language = "", title, block]) => {
      section = heading ?? section;
      return block === undefined ? [] : [{ section, language, title, text: block }];
    },
  );
}

/** Follows pages as a reader does, in one shell folder: writes their files, runs their lines, holds what they print against what is said. */
export class Reader {
  #folder: string;

  constructor(
    folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.#folder = folder;
  }

  /** @throws Error with all that was said, where a line fails or prints something else */
  async follow(blocks: readonly Block[]): Promise<void> {
    let said = "";
    for (const { language, title, text } of blocks) {
      if (language === "text") expectSaid(said, text);
      else if (title !== undefined) this.#write(title, language === "diff" ? this.#changed(title, text) : text);
      else if (language !== "sh") throw new Error(`What is a block of "${language}"?`);
      else said = await this.run(text);
    }
  }

  /** Runs lines where the last ones have ended, and answers what they print. */
  async run(lines: string): Promise<string> {
    const script = `set -e\n${lines}\npwd >&3`;
    const child = spawn("bash", ["-c", script], {
      cwd: this.#folder,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    let [said, folder] = ["", ""];
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdio[3]?.on("data", (chunk: Buffer) => (folder += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`${lines}\nended with ${code}:\n${said}`);
    this.#folder = folder.trim();
    return said;
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text);
  }

  /** Finds the lines without a plus in the file, and puts those without a minus in their place. */
  #changed(name: string, diff: string): string {
    const lines = diff.trimEnd().split("\n");
    const without = (mark: string) =>
      lines.flatMap((line) => (line.startsWith(mark) ? [] : `${line.slice(1)}\n`)).join("");
    const [before, after] = [without("+"), without("-")];
    const text = readFileSync(join(this.#folder, name), "utf8");
    if (!text.includes(before)) throw new Error(`${name} does not hold\n${before}\nbut\n${text}`);
    return text.replace(before, () => after);
  }
}

/** What a page shows below a block that begins with this line. */
export function shownAfter(page: string, line: string): string {
  const blocks = blocksOf(page);
  const at = blocks.findIndex(({ text }) => text.startsWith(line));
  const shown = blocks[at + 1];
  if (at < 0 || !shown) throw new Error(`${page} shows nothing after ${line}`);
  return shown.text;
}

/** Each line that a page shows must be printed, in that order; `…` in it is anything, and a line of its own any lines. */
export function expectSaid(said: string, shown: string): void {
  const lines = said.split("\n").map((line) => line.trimEnd());
  let from = 0;
  for (const line of shown.split("\n").filter((one) => one.trim() !== "" && one.trim() !== "…")) {
    const parts = line
      .trimEnd()
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join(".*")}$`);
    const at = lines.findIndex((one, index) => index >= from && pattern.test(one));
    if (at < 0) throw new Error(`The page shows\n  ${line}\nand this was printed:\n${said}`);
    from = at + 1;
  }
}

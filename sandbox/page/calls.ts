import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import type { JournalEntry } from "../clouds/core/journal.ts";
import type { CallsView, CallView } from "./view.ts";

/** The most that a page is given at once. */
const most = 500;

/** Reads a journal as it grows. */
export class CallReader {
  readonly #file: string;
  #offset = 0;
  #rest = "";
  #known: readonly CallView[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** The last calls that were read. */
  get last(): CallsView {
    return { whole: true, calls: this.#known };
  }

  /** What came since the last time; `undefined` when nothing did. */
  read(): CallsView | undefined {
    const text = this.#readOn();
    if (text === undefined) return this.#forget();
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    if (lines.length === 0) return undefined;
    const calls = lines.filter(Boolean).map((line) => showCall(JSON.parse(line) as JournalEntry));
    this.#known = [...this.#known, ...calls].slice(-most);
    return { whole: false, calls: calls.slice(-most) };
  }

  /** A journal that is shorter than it was is another one. */
  #forget(): CallsView {
    [this.#offset, this.#rest, this.#known] = [0, "", []];
    return this.last;
  }

  /** The text behind what was read; `undefined` when that is gone. */
  #readOn(): string | undefined {
    if (!existsSync(this.#file)) return this.#offset === 0 ? "" : undefined;
    const handle = openSync(this.#file, "r");
    try {
      const { size } = fstatSync(handle);
      if (size < this.#offset) return undefined;
      const bytes = Buffer.alloc(size - this.#offset);
      this.#offset += readSync(handle, bytes, 0, bytes.length, this.#offset);
      return bytes.toString("utf8");
    } finally {
      closeSync(handle);
    }
  }
}

/** What people see of a call: of the query only the names, whose values may be anything. */
function showCall({ n, at, ms, cloud, operation, method, path, status, fault }: JournalEntry): CallView {
  const [bare = "", query] = path.split("?", 2);
  const names = [...new URLSearchParams(query ?? "").keys()].map((name) => `${name}=…`).join("&");
  return {
    ...{ n, cloud, operation, method, status, path: names === "" ? bare : `${bare}?${names}` },
    ...(at !== undefined && { at }),
    ...(ms !== undefined && { ms }),
    ...(fault !== undefined && { fault }),
  };
}

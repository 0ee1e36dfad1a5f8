import type { WriteStream } from "node:tty";
import { watchEngine } from "../operations/engine/watch.ts";
import type { ProgressView } from "./progress-view.ts";

let view: ProgressView | undefined;

/**
 * Shows what engines are at as long as one works, where somebody sits at a terminal. What draws is loaded when an engine starts:
 * it takes longer than most commands.
 * @returns what ends it
 */
export function showProgress(stream: WriteStream): () => void {
  if (stream.isTTY !== true || process.env["TERM"] === "dumb") return () => undefined;
  let opened: Promise<ProgressView> | undefined;
  return watchEngine((news) => {
    const now = Date.now();
    opened ??= import("./progress-view.ts").then((module) => {
      view = new module.ProgressView(stream);
      return view;
    });
    void opened.then((one) => one.take(news, now));
  });
}

/** Prints while an engine works: above what is shown of it. */
export function printLine(text: string): void {
  view?.clear();
  process.stdout.write(`${text}\n`);
}

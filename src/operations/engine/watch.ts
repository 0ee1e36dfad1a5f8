import { channel, subscribe, unsubscribe } from "node:diagnostics_channel";
import type { EngineEvent } from "./events.ts";

/** What a run of the engine in this process says while it works. */
export interface EngineNews {
  /** The same object from the first news of a run to its last. */
  readonly run: EngineRunName;
  /** Absent at the beginning, and at the end. */
  readonly event?: EngineEvent;
  readonly ended?: true;
}

export interface EngineRunName {
  /** The engine's command, such as `preview`. */
  readonly command: string;
  readonly stack: string;
}

const NAME = "parity:engine";
const news = channel(NAME);

/** Tells whoever shows progress. Nothing depends on whether somebody does. */
export function tellEngineNews(told: EngineNews): void {
  if (news.hasSubscribers) news.publish(told);
}

/** @returns what ends it */
export function watchEngine(take: (told: EngineNews) => void): () => void {
  const listener = (message: unknown) => take(message as EngineNews);
  subscribe(NAME, listener);
  return () => void unsubscribe(NAME, listener);
}

import { useEffect, useState } from "preact/hooks";
import type { CallView, Parts } from "../view.ts";

/** What the page has been told so far. */
export interface Shown extends Partial<Omit<Parts, "calls">> {
  /** The oldest first. */
  readonly calls: readonly CallView[];
  /** Whether the server is there. */
  readonly connected: boolean;
}

const mostCalls = 500;

/** Everything that the server tells, as it comes. The browser connects again on its own. */
export function useParts(): Shown {
  const [shown, setShown] = useState<Shown>({ calls: [], connected: true });
  useEffect(() => {
    const source = new EventSource("/events");
    const take = <P extends keyof Parts>(part: P, add: (before: Shown, content: Parts[P]) => Partial<Shown>) =>
      source.addEventListener(part, ({ data }: MessageEvent<string>) => {
        const content = JSON.parse(data) as Parts[P];
        setShown((before) => ({ ...before, ...add(before, content) }));
      });
    take("environments", (_, environments) => ({ environments }));
    take("clouds", (_, clouds) => ({ clouds }));
    take("faults", (_, faults) => ({ faults }));
    take("run", (_, run) => ({ run: run ?? undefined }));
    take("calls", (before, { whole, calls }) => ({
      calls: [...(whole ? [] : before.calls), ...calls].slice(-mostCalls),
    }));
    source.addEventListener("open", () => setShown((before) => ({ ...before, connected: true })));
    source.addEventListener("error", () => setShown((before) => ({ ...before, connected: false })));
    return () => source.close();
  }, []);
  return shown;
}

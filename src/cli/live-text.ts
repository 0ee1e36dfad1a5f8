import type { WriteStream } from "node:tty";
import { createLogUpdate } from "log-update";

/** Text that is drawn over itself. A module of its own, because what measures text takes longer to load than a command to answer. */
export function openLiveText(stream: WriteStream): {
  readonly draw: (text: string) => void;
  readonly clear: () => void;
} {
  const update = createLogUpdate(stream, { showCursor: true });
  return { draw: update, clear: () => update.clear() };
}

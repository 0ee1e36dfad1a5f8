import { styleText } from "node:util";
import type { Style } from "../problem/style.ts";

type Format = Parameters<typeof styleText>[0];

/**
 * The colours of a stream: none where it is not a terminal, or where NO_COLOR or TERM=dumb ask for none; FORCE_COLOR asks for
 * them everywhere (nodejs.org, `util.styleText` and `tty.WriteStream.getColorDepth`). Read at each call, so that tests may set it.
 */
export function styleOf(stream: NodeJS.WritableStream): Style {
  const as = (format: Format) => (text: string) => styleText(format, text, { stream });
  return {
    strong: as("bold"),
    faint: as("dim"),
    bad: as("red"),
    caution: as("yellow"),
    good: as("green"),
    command: as("cyan"),
  };
}

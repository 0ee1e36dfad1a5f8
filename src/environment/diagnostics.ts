import { createRequire } from "node:module";

type Call = (...args: never[]) => unknown;
type Parts = { [name: string]: Call | undefined };

const ofSdk = createRequire(import.meta.url);

/**
 * Leaves out what the SDK keeps of a program for those who look into it while it runs, once a resource and more: where
 * in the code it was declared, which goes into the state and is a place in `dist` on this machine; the stack of each promise; and messages
 * for `--debug`, two calls of the engine each time. Of 1,400 resources this took 40 % of the program's processor time, a quarter of its
 * memory and half of the state. For a program of which nothing is the user's own: there the code tells a user nothing.
 *
 * These are parts that the SDK does not export, as of 3.276. Where another version has them elsewhere, they stay as they are.
 */
export function leaveOutDiagnostics(): void {
  replace(ofSdk("@pulumi/pulumi").Resource as Parts, "stackTrace", () => () => []);
  replace(load("log/index.js"), "debug", () => async () => undefined);
  replace(load("runtime/debuggable.js"), "debuggablePromise", withoutStacks);
}

function withoutStacks(call: Call): Call {
  return (...args) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return call(...args);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

function replace(parts: Parts, name: string, make: (call: Call) => Call): void {
  const call = parts[name];
  if (typeof call === "function") parts[name] = make(call);
}

function load(path: string): Parts {
  try {
    return ofSdk(`@pulumi/pulumi/${path}`) as Parts;
  } catch {
    return {};
  }
}

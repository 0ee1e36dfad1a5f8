import type { Stub } from "./core/stub.ts";

interface StubModule {
  /** The plugin as if it had been started with these variables. */
  readonly create: (environment: NodeJS.ProcessEnv) => Stub;
}

/** Each is loaded when an engine first asks for it. */
export const stubs: ReadonlyMap<string, () => Promise<StubModule>> = new Map([
  ["cloudflare", () => import("./cloudflare/stub.ts")],
  ["github", () => import("./github/stub.ts")],
]);

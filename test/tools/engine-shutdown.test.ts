import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const checkout = join(import.meta.dirname, "..", "..");

/** Rejects with an error that nobody handles, beside a listener like the SDK's. */
function reject(message: string) {
  const text = `
    import { quietShutdown } from "./bin/engine-shutdown.mjs";
    process.on("unhandledRejection", (reason) => console.log("printed:", reason.message));
    quietShutdown();
    Promise.reject(new Error(${JSON.stringify(message)}));
  `;
  const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", text], { cwd: checkout });
  return { printed: stdout.toString().trim(), status };
}

test("a call that the engine has ended is not printed, and the program still fails", () => {
  expect(reject("failed to register new resource api [parity:fly:App]: Resource monitor is terminating")).toEqual({
    printed: "",
    status: 32,
  });
});

test("any other rejection reaches whoever listened", () => {
  expect(reject("out of paper")).toEqual({ printed: "printed: out of paper", status: 0 });
});

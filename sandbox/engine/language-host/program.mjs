import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readOptions } from "./options.mjs";
import { messages } from "./sdk.mjs";

/** What @pulumi/pulumi/cmd/run exits with once it has itself logged an error the user can act on. */
const alreadyExplained = 32;

/** How long a program may take to stop after an interrupt before it is killed (the official host's WaitDelay). */
const stopMs = 5000;

/**
 * Runs the program in a node process of its own and answers how it ended. Its output passes through: the engine shows
 * each line of a language host's stdout and stderr as the program's.
 * @param {import("@pulumi/pulumi/proto/language_pb.js").RunRequest} request
 * @param {string} engineAddress
 * @param {AbortSignal} signal stops the program
 * @returns {Promise<{ error?: string, bail?: boolean }>}
 */
export async function runProgram(request, engineAddress, signal) {
  const info = request.getInfo();
  const directory = info.getProgramDirectory();
  const options = readOptions(info.getOptions()?.toJavaScript() ?? {});
  const child = spawn(process.execPath, [...options.nodeargs, ...runArguments(request, engineAddress, directory)], {
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(readConfig(request)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      ...(options.typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
      ...(options.tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
    },
  });
  const stop = () => stopProcess(child);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await outcome(child);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Flags in the order of the official host's constructArguments; empty ones are left out, as there. */
function runArguments(request, engineAddress, directory) {
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": request.getInfo().getRootDirectory(),
    stack: request.getStack(),
    pwd: directory,
  };
  return [
    runModule(directory),
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    "--parallel",
    String(request.getParallel()),
    request.getInfo().getEntryPoint(),
    ...request.getArgsList(),
  ];
}

/** The program's own @pulumi/pulumi, not this host's: two copies of the SDK in one process would not share state. */
function runModule(directory) {
  try {
    return createRequire(join(directory, "index.js")).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    throw new Error("It looks like the Pulumi SDK has not been installed. Have you run npm install?");
  }
}

/** Keys reach the program in the older form `<namespace>:config:<name>`, which every version of the SDK understands. */
function readConfig(request) {
  const config = {};
  for (const [key, value] of request.getConfigMap().entries()) {
    config[key.replace(/^([^:]+):(?!config:)/, "$1:config:")] = value;
  }
  return config;
}

function outcome(child) {
  return new Promise((resolve) => {
    child.once("error", (error) =>
      resolve({ error: `Problem executing program (could not run language executor): ${error.message}` }),
    );
    child.once("close", (code, signal) => {
      if (code === 0) resolve({});
      else if (code === alreadyExplained) resolve({ bail: true });
      else if (signal) resolve({ error: `Program was ended by ${signal}` });
      else resolve({ error: `Program exited with non-zero exit code: ${code}` });
    });
  });
}

function stopProcess(child) {
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopMs);
  child.once("close", () => clearTimeout(timer));
}

/** @returns the answer as the engine reads it */
export function toRunResponse({ error = "", bail = false }) {
  const response = new messages.RunResponse();
  response.setError(error);
  response.setBail(bail);
  return response;
}

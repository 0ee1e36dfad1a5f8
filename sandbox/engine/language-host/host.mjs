import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { packageRoot, readDependencies, readRequiredPackages } from "./packages.mjs";
import { runProgram, toRunResponse } from "./program.mjs";
import { Empty, grpc, LanguageRuntimeService, messages, PluginInfo } from "./sdk.mjs";

// The Node.js language host for an engine that was built from its Go module: the official one is a Go module of its own
// that is not published as one. It serves what `up`, `preview`, `refresh`, `destroy`, `import`, `about` and `install`
// ask for; code generation (`convert`, `package gen-sdk`) answers "unimplemented", which the engine reports as such.

/** The engine passes its address last; flags before it concern logging and tracing. */
let engineAddress = process.argv.at(-1) ?? "";
const cancelled = new AbortController();
/** Programs that have not ended yet. */
const running = new Set();

const answers = {
  handshake({ request }) {
    engineAddress = request.getEngineAddress();
    return new messages.LanguageHandshakeResponse();
  },
  getPluginInfo() {
    const info = new PluginInfo();
    info.setVersion(sdkVersion());
    return info;
  },
  getRequiredPackages({ request }) {
    const response = new messages.GetRequiredPackagesResponse();
    response.setPackagesList(readRequiredPackages(request.getInfo().getProgramDirectory()));
    return response;
  },
  async run(call) {
    const abandoned = new AbortController();
    call.on("cancelled", () => abandoned.abort());
    const signal = AbortSignal.any([abandoned.signal, cancelled.signal]);
    const program = runProgram(call.request, engineAddress, signal);
    running.add(program);
    return toRunResponse(await program.finally(() => running.delete(program)));
  },
  cancel() {
    cancelled.abort();
    return new Empty();
  },
  about() {
    const about = new messages.AboutResponse();
    about.setExecutable(process.execPath);
    about.setVersion(process.version);
    return about;
  },
  getProgramDependencies({ request }) {
    const response = new messages.GetProgramDependenciesResponse();
    for (const { name, version } of readDependencies(request.getInfo().getProgramDirectory())) {
      const dependency = new messages.DependencyInfo();
      dependency.setName(name);
      dependency.setVersion(version);
      response.addDependencies(dependency);
    }
    return response;
  },
  runtimeOptionsPrompts() {
    return new messages.RuntimeOptionsResponse();
  },
};

/** `pulumi install`: npm's output streams to the engine as it comes. */
function installDependencies(call) {
  const folder = packageRoot(call.request.getInfo().getProgramDirectory());
  if (!folder) return call.end();
  const npm = spawn("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder });
  const forward = (set) => (chunk) => {
    const response = new messages.InstallDependenciesResponse();
    response[set](chunk);
    call.write(response);
  };
  npm.stdout.on("data", forward("setStdout"));
  npm.stderr.on("data", forward("setStderr"));
  npm.once("error", (error) => call.emit("error", { code: grpc.status.INTERNAL, details: error.message }));
  npm.once("close", (code) => {
    if (code === 0) call.end();
    else call.emit("error", { code: grpc.status.INTERNAL, details: `npm install ended with exit code ${code}` });
  });
}

function sdkVersion() {
  const file = createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}

function serve(answer) {
  return async (call, callback) => {
    try {
      callback(null, await answer(call));
    } catch (error) {
      callback({ code: grpc.status.INTERNAL, details: error.message });
    }
  };
}

// The engine's own limit (rpcutil.GrpcChannelOptions): config and entry points are small, answers may not be.
const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
server.addService(LanguageRuntimeService, {
  ...Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, serve(answer)])),
  installDependencies,
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
  // The engine holds this process's stdin open for as long as it lives: its end is the engine's end, however that came.
  process.stdin.resume().once("end", stop);
});

/**
 * Ends with the programs. Connections are not waited for: the engine closes its own just before the signal, and gRPC's
 * graceful shutdown at times misses that, until the engine kills this process after five seconds.
 */
async function stop() {
  cancelled.abort();
  await Promise.allSettled(running);
  process.exit(0);
}

process.once("SIGINT", stop).once("SIGTERM", stop);

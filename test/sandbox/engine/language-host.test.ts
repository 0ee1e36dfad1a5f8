import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findEngine } from "../../../sandbox/engine/engine.ts";

const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
const grpc = require("@grpc/grpc-js");
const { LanguageRuntimeClient } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
const messages = require("@pulumi/pulumi/proto/language_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

/** What `@pulumi/pulumi/cmd/run` is started with, told by a double of it: the program's own SDK is what is started. */
const double = `
const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT, PULUMI_NODEJS_TSCONFIG_PATH } = process.env;
const env = { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT, PULUMI_NODEJS_TSCONFIG_PATH };
console.log("ran " + JSON.stringify({ args: process.argv.slice(2), execArgv: process.execArgv, env, pid: process.pid }));
console.error("on stderr");
const { exit, wait } = JSON.parse(JSON.parse(PULUMI_CONFIG)["shop:config:ending"] ?? "{}");
if (wait) setTimeout(() => {}, wait);
else process.exitCode = exit ?? 0;
`;

describe("the Node.js language host", () => {
  let engine: string;
  let folder: string;
  let host: ChildProcessWithoutNullStreams;
  let client: { [call: string]: (request: unknown, done: (error: Error | null, answer: unknown) => void) => unknown };
  let output: { stdout: string; stderr: string };

  beforeAll(async () => {
    engine = (await findEngine({ env: process.env, say: () => undefined })).command;
    folder = mkdtempSync(join(tmpdir(), "language-host-"));
    writePackage("@pulumi/pulumi", { version: "3.0.0" });
    mkdirSync(join(folder, "node_modules/@pulumi/pulumi/cmd/run"), { recursive: true });
    writeFileSync(join(folder, "node_modules/@pulumi/pulumi/cmd/run/index.js"), double);
    writePackage("@pulumi/cloudflare", { version: "6.22.1", pulumi: { resource: true, name: "cloudflare" } });
    writePackage("@acme/thing", {
      version: "1.0.0",
      pulumi: { resource: true, name: "thing", version: "2.0.0", server: "https://x" },
    });
    writePackage("plain", { version: "1.0.0" });
    mkdirSync(join(folder, "node_modules/.bin"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies: { plain: "*", missing: "*" } }));
    mkdirSync(join(folder, "src"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    host = spawn(join(dirname(engine), "pulumi-language-nodejs"), ["--logtostderr", "127.0.0.1:9"]);
    output = { stdout: "", stderr: "" };
    host.stdout.setEncoding("utf8").on("data", (text) => {
      output.stdout += text;
    });
    host.stderr.setEncoding("utf8").on("data", (text) => {
      output.stderr += text;
    });
    await once(host.stdout, "data");
    const port = Number(output.stdout);
    output.stdout = "";
    client = new LanguageRuntimeClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  });
  afterEach(() => host.kill("SIGKILL"));

  function writePackage(name: string, manifest: object) {
    mkdirSync(join(folder, "node_modules", name), { recursive: true });
    writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify({ name, ...manifest }));
  }

  // biome-ignore lint/suspicious/noExplicitAny: messages of the untyped protocol package
  const call = (name: string, request: unknown): Promise<any> =>
    new Promise((resolve, reject) => {
      client[name]?.(request, (error, answer) => (error ? reject(error) : resolve(answer)));
    });

  function programInfo(options: object = {}) {
    const info = new messages.ProgramInfo();
    info.setRootDirectory(folder);
    info.setProgramDirectory(join(folder, "src"));
    info.setEntryPoint("index.ts");
    info.setOptions(Struct.fromJavaScript(options));
    return info;
  }

  function runRequest(options?: object, config: Record<string, string> = {}) {
    const request = new messages.RunRequest();
    request.setInfo(programInfo(options));
    request.setMonitorAddress("127.0.0.1:8");
    request.setOrganization("organization");
    request.setProject("shop");
    request.setStack("dev");
    request.setParallel(4);
    request.setDryrun(true);
    for (const [key, value] of Object.entries(config)) request.getConfigMap().set(key, value);
    request.setConfigsecretkeysList(["shop:token"]);
    return request;
  }

  const ran = () => JSON.parse(/^ran (.*)$/m.exec(output.stdout)?.[1] ?? "null");

  it("starts the program's own SDK with what the engine says", async () => {
    const options = { typescript: false, nodeargs: `--no-warnings --title='a "b" c'` };
    await call("run", runRequest(options, { "shop:system": "{}", "shop:config:old": "1" }));
    expect(ran()).toEqual({
      pid: expect.any(Number),
      args: [
        ...["--monitor", "127.0.0.1:8", "--engine", "127.0.0.1:9", "--organization", "organization"],
        ...["--project", "shop", "--root-directory", folder, "--stack", "dev", "--pwd", join(folder, "src")],
        ...["--dry-run", "--parallel", "4", "index.ts"],
      ],
      execArgv: ["--no-warnings", '--title=a "b" c'],
      env: {
        PULUMI_CONFIG: JSON.stringify({ "shop:config:old": "1", "shop:config:system": "{}" }),
        PULUMI_CONFIG_SECRET_KEYS: '["shop:token"]',
      },
    });
    expect(output.stderr).toBe("on stderr\n");
  });

  it("has TypeScript compiled unless told not to", async () => {
    await call("run", runRequest({ tsconfig: "other.json" }));
    expect(ran().env).toMatchObject({ PULUMI_NODEJS_TYPESCRIPT: "true", PULUMI_NODEJS_TSCONFIG_PATH: "other.json" });
  });

  it.each<[string, object, object]>([
    ["success", {}, { error: "", bail: false }],
    ["an error that the program has explained", { exit: 32 }, { error: "", bail: true }],
    ["any other failure", { exit: 3 }, { error: "Program exited with non-zero exit code: 3", bail: false }],
  ])("reports %s as the official host does", async (_, ending, expected) => {
    const answer = await call("run", runRequest({}, { "shop:ending": JSON.stringify(ending) }));
    expect(answer.toObject()).toEqual(expected);
  });

  it("refuses an option of the wrong type", async () => {
    await expect(call("run", runRequest({ nodeargs: 1 }))).rejects.toThrow("nodeargs option must be a string");
  });

  it("stops the program when the engine cancels", async () => {
    const running = call("run", runRequest({}, { "shop:ending": '{"wait":60000}' }));
    while (!output.stdout.includes("ran ")) await sleep(20);
    await call("cancel", new Empty());
    expect((await running).getError()).toBe("Program was ended by SIGINT");
  });

  it("ends with the engine, and the program with it", async () => {
    const running = call("run", runRequest({}, { "shop:ending": '{"wait":60000}' }));
    while (!output.stdout.includes("ran ")) await sleep(20);
    // Nobody is left to read the answer, which may or may not leave before the process ends.
    running.catch(() => undefined);
    host.stdin.end();
    expect((await once(host, "exit"))[0]).toBe(0);
    const { pid } = JSON.parse(/^ran (.*)$/m.exec(output.stdout)?.[1] ?? "null");
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("names the plugins of the installed packages", async () => {
    symlinkSync("/nowhere", join(folder, "node_modules/dangling"));
    const request = new messages.GetRequiredPackagesRequest();
    request.setInfo(programInfo());
    const packages = (await call("getRequiredPackages", request)).toObject().packagesList;
    expect(
      packages.map(({ name, kind, version, server }: Record<string, string>) => [name, kind, version, server]),
    ).toEqual([
      ["thing", "resource", "v2.0.0", "https://x"],
      ["cloudflare", "resource", "v6.22.1", ""],
    ]);
  });

  it("lists the packages that the program depends on", async () => {
    const request = new messages.GetProgramDependenciesRequest();
    request.setInfo(programInfo());
    const { dependenciesList } = (await call("getProgramDependencies", request)).toObject();
    expect(dependenciesList).toEqual([{ name: "plain", version: "1.0.0" }]);
  });

  it("says which node runs programs", async () => {
    expect((await call("about", new messages.AboutRequest())).toObject()).toMatchObject({
      executable: expect.stringContaining("node"),
      version: process.version,
    });
  });

  it("answers unimplemented to what it does not do", async () => {
    await expect(call("generateProgram", new messages.GenerateProgramRequest())).rejects.toMatchObject({
      code: grpc.status.UNIMPLEMENTED,
    });
  });
});

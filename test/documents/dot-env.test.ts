import { parseEnv } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Raw } from "../../src/config/merge.ts";
import { originOf } from "../../src/documents/document.ts";
import { dotEnv, dotEnvExample } from "../../src/documents/dot-env.ts";
import { quoteEnvValue } from "../../src/documents/env-value.ts";
import { blueprintOf } from "../config/acme.ts";
import { blueprintIn } from "./systems.ts";

/** acme on a developer's machine, with changes to its app. */
const acmeApp = (api: Raw) => blueprintOf("dev", {}, { apps: { api } });

const dotEnvOf = (...args: Parameters<typeof dotEnv>) =>
  Object.fromEntries(dotEnv(...args).map(({ path, text }) => [path, parseEnv(text)]));

describe("values are written so that .env readers give them back", () => {
  const awkward = fc.string({
    unit: fc.constantFrom("a", " ", "'", '"', "`", "$", "#", "\\", "\n", "=", "{", "}", "é"),
  });

  test("Node reads each value as it was, or it is refused", () => {
    fc.assert(
      fc.property(fc.oneof(awkward, fc.string({ unit: "binary" })), (value) => {
        const quoted = quoteEnvValue(value);
        const allQuotes = value.includes("'") && value.includes("`") && /["\\]/.test(value);
        expect(quoted === undefined).toBe(allQuotes || /[\0\r]/.test(value));
        if (quoted !== undefined)
          expect(parseEnv(`BEFORE=1\nVALUE=${quoted}\nAFTER=2\n`)).toEqual({ BEFORE: "1", VALUE: value, AFTER: "2" });
      }),
    );
  });

  test.each([
    ["plain", "plain"],
    ["", ""],
    ["https://a.b/c?d=e", "'https://a.b/c?d=e'"],
    ["two words # not a comment", "'two words # not a comment'"],
    ["^https://(www\\.)?plyr\\.fm$", "'^https://(www\\.)?plyr\\.fm$'"],
    ["pa$$word", "'pa$$word'"],
    ["line one\nline two", "'line one\nline two'"],
    ["it's 5 $", '"it\'s 5 $"'],
    ['it\'s "it"', '`it\'s "it"`'],
    ['it\'s `"all"`', undefined],
    ["carriage\rreturn", undefined],
  ])("%j stands as %j", (value, quoted) => {
    expect(quoteEnvValue(value)).toBe(quoted);
  });
});

describe("what is known is written, what is not is blank with its source", () => {
  test("plyr.fm's API", () => {
    const [api] = dotEnv(blueprintIn("plyr", "dev"));
    expect(api?.path).toBe(".env");
    expect(parseEnv(api?.text ?? "")).toMatchObject({
      ATPROTO_CLIENT_ID: "http://localhost:8001/client-metadata.json",
      ATPROTO_APP_NAMESPACE: "fm.plyr",
      FRONTEND_URL: "http://localhost:5173",
      R2_BUCKET: "audio-dev",
      DATABASE_URL: "",
      LOGFIRE_WRITE_TOKEN: "",
    });
    expect(api?.text).toContain("# URL of the database plyr-dev\nDATABASE_URL=\n");
    expect(api?.text).toContain("# made at random for the stack dev (fernet)\nOAUTH_ENCRYPTION_KEY=\n");
    expect(api?.text).toContain("# secret access key of this environment's R2 key\nAWS_SECRET_ACCESS_KEY=\n");
    expect(api?.text).toContain("# only a person has it (LOGFIRE_WRITE_TOKEN)\nLOGFIRE_WRITE_TOKEN=\n");
  });

  test("given values fill the blanks by address", () => {
    const values = new Map([
      ["databases.main.url", "postgresql://u:p@h/acme"],
      ["secrets.TOKEN", "it's"],
      ["generated.apps.api.secrets.KEY", "abc"],
    ]);
    expect(dotEnvOf(acmeApp({}), values)).toEqual({
      ".env": { LOG_LEVEL: "info", DATABASE_URL: "postgresql://u:p@h/acme", TOKEN: "it's", KEY: "abc", S3_KEY: "" },
      ".env.web": { API: "http://localhost:8001" },
    });
  });

  test("a text of several parts stays blank until all of them are given", () => {
    const blueprint = acmeApp({ secrets: { PAIR: "${secrets.ONE}:${secrets.TWO}" } });
    expect(dotEnvOf(blueprint, new Map([["secrets.ONE", "1"]]))[".env"]?.["PAIR"]).toBe("");
    const both = new Map([
      ["secrets.ONE", "1"],
      ["secrets.TWO", "2"],
    ]);
    expect(dotEnvOf(blueprint, both)[".env"]?.["PAIR"]).toBe("1:2");
  });

  test("a value that no reader gives back is named, and left to the shell", () => {
    const [api] = dotEnv(acmeApp({}), new Map([["secrets.TOKEN", "'\"`"]]));
    expect(api?.text).toContain("# TOKEN: no .env file holds its value whole; set it in your shell\n");
    expect(api?.text).not.toContain("'\"`");
  });

  test("a database in a container is known without being given", () => {
    expect(dotEnvOf(blueprintIn("live-listen", "local"))["apps/api/.env"]).toMatchObject({
      DATABASE_URL: "postgresql://live_listen_owner:local@localhost/live_listen",
      JWT_SECRET: "",
    });
  });

  test("what would be the image's build arguments are variables", () => {
    expect(dotEnvOf(blueprintIn("live-listen", "local"))["apps/web/.env"]).toEqual({
      APP_ENV: "local",
      NEXT_PUBLIC_APP_ENV: "local",
      NEXT_PUBLIC_API_URL: "http://localhost:3001",
      NEXT_PUBLIC_WS_URL: "ws://localhost:3001",
    });
  });
});

describe("each local app has a file of its own", () => {
  test.each([
    ["plyr", "dev", [".env", "transcoder/.env", "frontend/.env"]],
    ["relay", "dev", [".env", "frontend/.env"]],
    ["microbima", "development", ["internal-api", "web-admin", "public-api"].map((app) => `apps/${app}/.env`)],
    ["live-listen", "local", ["apps/web/.env", "apps/api/.env"]],
  ] as const)("%s: %s", (system, stack, paths) => {
    expect(dotEnv(blueprintIn(system, stack)).map(({ path }) => path)).toEqual(paths);
  });

  test("a site's lies where its command runs, and has the address of the local API", () => {
    expect(dotEnvOf(blueprintIn("plyr", "dev"))["frontend/.env"]).toEqual({ PUBLIC_API_URL: "http://localhost:8001" });
    expect(dotEnvOf(blueprintIn("relay", "dev"))["frontend/.env"]).toEqual({ PUBLIC_API_URL: "http://localhost:8000" });
  });

  test("apps that share a folder are told apart by their key", () => {
    const worker = { name: "acme-worker", port: 1, local: { port: 1, command: "work" }, variables: { A: "b" } };
    const paths = dotEnv(blueprintOf("dev", {}, { apps: { worker } })).map(({ path }) => path);
    expect(paths).toEqual([".env.api", ".env.worker", ".env.web"]);
  });

  test("nothing is written for deployed environments", () => {
    expect(dotEnv(blueprintIn("plyr", "staging"))).toEqual([]);
    expect(dotEnvExample(blueprintIn("plyr", "staging"))).toEqual([]);
  });

  test("only its owner may read it, and it is never shown", () => {
    expect(
      dotEnv(acmeApp({}))
        .slice(0, 1)
        .map(({ mode, secret, text }) => ({ mode, secret, origin: originOf(text, "acme") })),
    ).toEqual([{ mode: 0o600, secret: true, origin: "generated" }]);
  });
});

test("a file with given values has no mark, so that nothing without them overwrites it", () => {
  const [api] = dotEnv(acmeApp({}), new Map([["secrets.TOKEN", "t"]]));
  expect(originOf(api?.text ?? "", "acme")).toBe("foreign");
  expect([api?.mode, api?.secret]).toEqual([0o600, true]);
});

test("the example has every name of the file and no value", () => {
  for (const { path, text, secret } of dotEnvExample(blueprintIn("live-listen", "local"))) {
    const names = Object.keys(dotEnvOf(blueprintIn("live-listen", "local"))[path.replace(".example", "")] ?? {});
    expect(parseEnv(text)).toEqual(Object.fromEntries(names.map((name) => [name, ""])));
    expect(secret).toBe(undefined);
  }
});

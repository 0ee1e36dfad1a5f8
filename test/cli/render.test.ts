import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { render } from "../../src/cli/render.ts";
import { shape, typeLine } from "../stage/typed-line.ts";

const system = `name: acme
config:
  acme:system:
    value:
      repository: acme/acme
      fly: { organization: acme, region: iad }
      apps:
        api:
          name: acme-api\${environment.suffix}
          port: 8000
          health: /health
          config: fly\${environment.suffix}.toml
          local: { port: 8000, command: serve }
          secrets: { TOKEN: "\${secrets.TOKEN}" }
`;
const staging = "config:\n  acme:environment:\n    deploy: { on: { push: { branches: [main] } } }\n";
const [toml, workflow, dotEnv] = ["fly-staging.toml", ".github/workflows/deploy-staging.yml", ".env"];

/** A project with a developer's and a staging stack, and a git repository that ignores `.env`. */
function acme() {
  const folder = mkdtempSync(join(tmpdir(), "parity-render-"));
  const [project, out] = [join(folder, "project"), join(folder, "app")];
  mkdirSync(project);
  mkdirSync(out);
  writeFileSync(join(project, "Pulumi.yaml"), system);
  writeFileSync(join(project, "Pulumi.dev.yaml"), "config:\n  acme:environment: {}\n");
  writeFileSync(join(project, "Pulumi.staging.yaml"), staging);
  execFileSync("git", ["init", "--quiet", out]);
  writeFileSync(join(out, ".gitignore"), ".env\n");
  return {
    options: { project, out },
    read: (path: string) => readFileSync(join(out, path), "utf8"),
    write: (path: string, text: string) => writeFileSync(join(out, path), text),
    exists: (path: string) => existsSync(join(out, path)),
    mode: (path: string) => statSync(join(out, path)).mode & 0o777,
    path: (path: string) => join(out, path),
    /** Another machine size for every environment. */
    change: () => writeFileSync(join(project, "Pulumi.yaml"), system.replace("port: 8000", "port: 9000")),
  };
}

const lastLine = ({ text }: { text: string }) => text.split("\n").at(-1);

test("every document is written once, and the last line says how many", () => {
  const { options, read, mode } = acme();
  const first = render(options);
  expect([first.exitCode, lastLine(first)]).toEqual([0, "6 files written."]);
  expect(first.text).toContain(`written  ${toml}\n`);
  expect(read(toml)).toContain('app = "acme-api-staging"');
  expect(mode(dotEnv)).toBe(0o600);
  expect(render(options)).toMatchObject({ exitCode: 0, text: "All is fresh. Nothing was changed.", problems: [] });
});

test("what became of each file is told as data, too", () => {
  const { options, change } = acme();
  expect(render(options).files).toContainEqual({ path: toml, became: "written" });
  expect(render(options).files).toContainEqual({ path: toml, became: "fresh" });
  change();
  const { files, problems } = render({ ...options, check: true });
  expect(files).toContainEqual({ path: toml, became: "stale" });
  expect(problems).toMatchObject([{ code: "stale-document" }]);
});

test("a change of the config reaches the files it concerns and leaves the others", () => {
  const { options, read, change } = acme();
  render(options);
  change();
  const { exitCode, text } = render(options);
  expect([exitCode, text.split("\n").filter((line) => line.startsWith("written"))]).toEqual([0, [`written  ${toml}`]]);
  expect(read(toml)).toContain("internal_port = 9000");
});

test("one mistake in Pulumi.yaml is told once, with the stacks that it hits", () => {
  const { options } = acme();
  writeFileSync(join(options.project, "Pulumi.yaml"), system.replace("port: 8000", "prt: 8000"));
  const { exitCode, text } = render(options);
  expect([exitCode, text.match(/\[unknown-key\]/g)]).toEqual([1, ["[unknown-key]"]]);
  expect(text).toContain("In: dev, staging");
});

describe("another product of the same repository", () => {
  /** A second project beside acme's, rendered into the same folder. */
  function shop(options: { project: string; out: string }, more = "") {
    const project = join(options.project, "..", "shop");
    mkdirSync(project, { recursive: true });
    const own = system
      .replaceAll("acme", "shop")
      .replace("config: fly", "config: shop/fly")
      .replace("port: 8000, c", "port: 8000, env: shop/.env, c");
    writeFileSync(join(project, "Pulumi.yaml"), `${own}${more}`);
    writeFileSync(join(project, "Pulumi.staging.yaml"), staging.replaceAll("acme", "shop"));
    return render({ project, out: options.out });
  }

  test("never writes over this one's files, and is told what separates them", () => {
    const { options, read } = acme();
    render(options);
    const before = read(workflow);
    const { exitCode, text } = shop(options);
    expect([exitCode, read(workflow)]).toEqual([1, before]);
    expect(text).toContain(`${workflow} is written for another Pulumi project.`);
    expect(text).toContain('write "product: <name>" under "pipeline"');
  });

  test("lies beside it under a name of its own: files, workflows, groups and GitHub environments", () => {
    const { options, read, exists } = acme();
    render(options);
    expect(shop(options, "      pipeline: { product: shop }\n").exitCode).toBe(0);
    const own = read(".github/workflows/deploy-shop-staging.yml");
    expect(own).toContain("\nname: Deploy shop-staging\n");
    expect(own).toContain("group: deploy-shop-staging\n");
    expect(own).toContain("environment:\n      name: shop-staging\n");
    expect([exists(".github/workflows/rollback-shop-staging.yml"), exists("docs/environments-shop.md")]).toEqual([
      true,
      true,
    ]);
    expect(render({ ...options, check: true }).exitCode).toBe(0);
  });
});

describe("a workflow that people keep in the repository", () => {
  const besideOf = (text: string) => {
    const all = acme();
    render(all.options);
    all.write(".github/workflows/own.yml", text);
    return render(all.options);
  };

  test.each([
    ["the name of a rendered one", "name: Deploy staging\non: push\njobs: {}\n", "workflow-name-taken"],
    ["its concurrency group", "name: Own\non: push\nconcurrency: deploy-staging\njobs: {}\n", "workflow-group-taken"],
    [
      "its group at a job",
      "name: Own\non: push\njobs: { a: { concurrency: { group: deploy-staging } } }\n",
      "workflow-group-taken",
    ],
  ])("may not have %s", (_, text, code) => {
    const { exitCode, text: said } = besideOf(text);
    expect([exitCode, said.includes(`[${code}]`)]).toEqual([1, true]);
    expect(said).toContain("with .github/workflows/own.yml.");
  });

  test("is left alone otherwise, whatever it is", () => {
    for (const text of ["name: CI\non: push\nconcurrency: ci\njobs: {}\n", "{", ""])
      expect(besideOf(text).exitCode).toBe(0);
  });
});

describe("--check", () => {
  test("is content with fresh files, and changes nothing", () => {
    const { options } = acme();
    render(options);
    expect(render({ ...options, check: true })).toMatchObject({
      exitCode: 0,
      text: "All 5 files are fresh. Nothing was changed.",
    });
  });

  test("shows what would change in a stale file, and its line writes it", async () => {
    const { options, read, change } = acme();
    render(options);
    const before = read(toml);
    change();
    const { exitCode, text } = render({ ...options, check: true });
    expect(exitCode).toBe(1);
    expect(text).toContain(`--- a/${toml}\tstale\n+++ b/${toml}\trendered\n`);
    expect(text).toContain("\n-internal_port = 8000\n+internal_port = 9000\n");
    expect(text.split("\n").slice(-5)).toEqual([
      "1 of 5 files is not as the config says.  [stale-document]",
      "  Fix: write them again",
      `  Run: parity render --project ${options.project} --out ${options.out}`,
      "",
      "Nothing was changed.",
    ]);
    expect(read(toml)).toBe(before);
    await typeLine(text, shape`parity render --project … --out …`, { cwd: options.out });
    expect(render({ ...options, check: true }).exitCode).toBe(0);
  });

  test("misses a file that is not there, and shows it whole", () => {
    const { options, exists } = acme();
    const { exitCode, text } = render({ ...options, check: true });
    expect(exitCode).toBe(1);
    expect(text).toContain(`--- /dev/null\tmissing\n+++ b/${workflow}\trendered\n`);
    expect(exists(workflow)).toBe(false);
  });

  test("tells of an edit by hand, and of --force changes nothing", () => {
    const { options, read, write } = acme();
    render(options);
    write(toml, `${read(toml)}# mine\n`);
    const { exitCode, text } = render({ ...options, check: true, force: true });
    expect([exitCode, text.includes("\n-# mine\n"), read(toml).endsWith("# mine\n")]).toEqual([1, true, true]);
  });

  test("neither compares nor shows a file of one machine", () => {
    const { options, write } = acme();
    render(options);
    write(dotEnv, "TOKEN=canary\n");
    const { exitCode, text } = render({ ...options, check: true });
    expect([exitCode, text]).toEqual([0, "All 5 files are fresh. Nothing was changed."]);
  });
});

describe("a file that somebody wrote", () => {
  test.each([
    ["by hand since", (text: string) => `${text}# mine\n`, `${toml} was edited by hand.`],
    ["before there was this program", () => 'app = "mine"\n', `${toml} was not written by this program.`],
  ])("%s is named and stays, and the rest is written", (_, change, said) => {
    const { options, read, write, change: changeConfig } = acme();
    render(options);
    write(toml, change(read(toml)));
    const edited = read(toml);
    changeConfig();
    rmSync(join(options.out, "docs/environments.md"));
    const { exitCode, text } = render(options);
    expect(exitCode).toBe(1);
    expect(text).toContain(
      `${said}  [edited-document]\n  Fix: write it in the config and remove the file, say "toml: kept"`,
    );
    expect(lastLine({ text })).toBe("1 file written.");
    expect(read("docs/environments.md")).toContain("acme");
    expect(read(toml)).toBe(edited);
    expect(render({ ...options, check: true }).text).toContain(toml);
    expect(render(options).text).toMatch(/Nothing was changed\.$/);
  });

  test.each<[string, string, string[]]>([
    [
      "says what is declared",
      'app = "acme-api-staging"\nprimary_region = "iad"\n[http_service]\ninternal_port = 8000\n',
      [],
    ],
    [
      "says otherwise",
      'app = "other"\nprimary_region = "iad"\n[[services]]\ninternal_port = 80\n',
      ['app is "other"', "http_service.internal_port is 80"],
    ],
    ["is not TOML", "app = \n", ["This file is not TOML"]],
  ])("is never written where it is kept, and when it %s that is told", (_, content, said) => {
    const { options, read, write } = acme();
    writeFileSync(
      join(options.project, "Pulumi.staging.yaml"),
      staging.replace("acme:environment:", "acme:environment:\n    apps: { api: { toml: kept } }"),
    );
    expect(render(options).text).toContain("This file is kept by people, and is not there.");
    write(toml, content);
    const { exitCode, text } = render(options);
    expect([read(toml), exitCode]).toEqual([content, said.length > 0 ? 1 : 0]);
    for (const words of said) expect(text).toContain(words);
    expect(render({ ...options, force: true, check: true }).exitCode).toBe(exitCode);
  });

  test("is overwritten with --force", () => {
    const { options, read, write } = acme();
    write(toml, 'app = "mine"\n');
    expect(lastLine(render({ ...options, force: true }))).toBe("6 files written.");
    expect(read(toml)).toContain('app = "acme-api-staging"');
  });
});

describe("a developer's .env", () => {
  test("stays as somebody has filled it in, while the rest is written", () => {
    const { options, read, write, change } = acme();
    render(options);
    write(dotEnv, "TOKEN=canary\n");
    change();
    const { exitCode, text } = render(options);
    expect([exitCode, read(dotEnv)]).toEqual([0, "TOKEN=canary\n"]);
    expect(text).toContain(`left     ${dotEnv}: somebody has filled it in\n`);
    expect(text).not.toContain("canary");
    expect(render({ ...options, force: true }).text).toContain(`written  ${dotEnv}\n`);
    expect(read(dotEnv)).not.toContain("canary");
  });

  test("is never put where git would commit it", () => {
    const { options, write, exists } = acme();
    write(".gitignore", "");
    const { exitCode, text } = render({ ...options, force: true });
    expect([exitCode, exists(dotEnv)]).toEqual([0, false]);
    expect(text).toContain(`left     ${dotEnv}: git would commit it; add it to .gitignore`);
  });

  test("that others may read is written again", () => {
    const { options, mode, path } = acme();
    render(options);
    chmodSync(path(dotEnv), 0o644);
    expect([lastLine(render(options)), mode(dotEnv)]).toEqual(["1 file written.", 0o600]);
  });
});

test("no half-written file is left beside the documents", () => {
  const { options, path } = acme();
  render(options);
  const files = execFileSync("find", [path("."), "-name", "*.tmp"], { encoding: "utf8" });
  expect(files).toBe("");
});

describe("nothing is written when", () => {
  test("the config has problems", () => {
    const { options, exists } = acme();
    writeFileSync(join(options.project, "Pulumi.staging.yaml"), staging.replace("branches", "branch"));
    const { exitCode, text } = render(options);
    expect([exitCode, lastLine({ text }), exists(toml)]).toEqual([1, "Nothing was changed.", false]);
    expect(text).toContain('"branch" is not known here.  [unknown-key]');
  });

  test("a document cannot be rendered", () => {
    const { options, exists } = acme();
    writeFileSync(join(options.project, "Pulumi.yaml"), system.replace("config: fly", "config: ../fly"));
    const { exitCode, text } = render(options);
    expect([exitCode, lastLine({ text }), exists(workflow)]).toEqual([1, "Nothing was changed.", false]);
    expect(text).toContain('"../fly-staging.toml" is not a path for a file of the repository.  [document-path]');
  });

  test("there is no such folder", () => {
    const { options } = acme();
    expect(() => render({ ...options, out: "/nowhere" })).toThrow(
      "There is no folder /nowhere.\n  Fix: name the application's checkout with --out",
    );
  });
});

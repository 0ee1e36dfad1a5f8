/** Facts and errors, which every part of `src` may import. */
const ground = ["^src/problem/", "^src/vendors/"];

/** The import directions of ARCHITECTURE.md, as rules. A forbidden arrow fails `npm run lint`. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: `^${from}` },
  to: {
    path: "^(src|sandbox|test|bench|proof|tools)/",
    pathNot: [`^${from}`, ...allowed, ...(from.startsWith("src/") ? ground : [])],
  },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "ground",
      comment: "problem and vendors stand below everything, problem below vendors",
      severity: "error",
      from: { path: "^src/(problem|vendors)/" },
      to: { path: "^(src|sandbox|test|bench|proof|tools)/", pathNot: "^src/(problem|vendors)/" },
    },
    {
      name: "problem-knows-no-vendor",
      severity: "error",
      from: { path: "^src/problem/" },
      to: { path: "^src/vendors/" },
    },
    only("cache-stands-alone", "src/cache/", [], "it keeps what others know"),
    only("config-is-pure", "src/config/", [], "config knows vendors' facts, and nothing that acts"),
    {
      name: "config-has-no-io",
      severity: "error",
      from: { path: "^src/config/", pathNot: "^src/config/source/files\\.ts$" },
      to: { path: "(^|/)(@pulumi|fs|net|http|https|child_process)(/|$)", dependencyTypes: ["core", "npm"] },
    },
    only("clouds-know-no-one", "src/clouds/", [], "API clients stand alone"),
    {
      name: "plugin-knows-no-product",
      comment: "the framework could be published as it is",
      severity: "error",
      from: { path: "^src/plugin/" },
      to: { path: "^(src|sandbox|test|bench|proof|tools)/", pathNot: "^src/(plugin|problem)/" },
    },
    only("provider", "src/provider/", ["^src/(clouds|plugin)/"], "our resource types"),
    only("components", "src/components/", ["^src/(config|plugin|provider)/"], "the product's nouns"),
    {
      name: "only-declare-loads-pulumi",
      comment: "what resolves and checks a component is pure",
      severity: "error",
      // declaration.ts is the contract that all declare.ts files keep.
      from: { path: "^src/components/", pathNot: "/declar[a-z-]+\\.ts$" },
      to: { path: "(^|/)@pulumi/|^src/(plugin|provider)/" },
    },
    only("environment", "src/environment/", ["^src/(cache|config|components|plugin|provider)/"], "the component"),
    only(
      "typescript",
      "src/typescript/",
      ["^src/(config|components|environment)/"],
      "the component of other people's programs",
    ),
    only("documents", "src/documents/", ["^src/(config|components)/"], "documents come from the blueprint alone"),
    only("operations", "src/operations/", [
      "^src/(cache|config|components|documents|environment|problem|provider|clouds)/",
      "^src/plugin/(wire-marks|property-path)\\.ts$",
    ]),
    only(
      "cli",
      "src/cli/",
      // The last declares classes for programs, from the definitions.
      ["^src/(cache|config|components|documents|environment|operations)/", "^src/provider/class-types\\.ts$"],
      "commands read arguments and print: never a client",
    ),
    only(
      "proof",
      "proof/",
      ["^src/(problem|plugin|components|provider|operations|cli)/", "^sandbox/", "^test/(stage|plugin|e2e)/"],
      "a proof uses what the tests use, and nothing uses it but a test",
    ),
    {
      name: "src-never-knows-the-sandbox",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(sandbox|test|bench|proof|tools)/" },
    },
    only(
      "sandbox-clouds-stand-alone",
      "sandbox/clouds/",
      ["^sandbox/sandbox-error\\.ts$"],
      "a mistake shared with a client would hide itself",
    ),
    {
      name: "the-page-in-the-browser-stands-alone",
      comment: "it knows what it is told, as types",
      severity: "error",
      from: { path: "^sandbox/page/client/" },
      to: {
        path: "^(src|sandbox|test|bench|proof|tools)/",
        pathNot: "^sandbox/(page/client/|page/view\\.ts$|run\\.ts$)",
      },
    },
    {
      name: "sandbox-uses-the-plugin-framework-only",
      severity: "error",
      from: { path: "^sandbox/plugins/" },
      to: { path: "^src/", pathNot: "^src/(plugin|problem)/" },
    },
    {
      name: "sandbox-knows-no-product-code",
      severity: "error",
      from: { path: "^sandbox/", pathNot: "^sandbox/plugins/" },
      to: { path: "^src/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // A type says what a module knows, so it counts as an import.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node"],
    },
  },
};

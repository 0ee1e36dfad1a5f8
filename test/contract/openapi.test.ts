import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ContractOptions, type Exchange, loadContract } from "./openapi.ts";

const document = {
  openapi: "3.0.3",
  servers: [{ url: "https://api.example.com/v1" }],
  paths: {
    "/boats": {
      post: {
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Boat" } } },
        },
        responses: { "201": { content: { "application/json": { schema: { $ref: "#/components/schemas/Boat" } } } } },
      },
    },
    "/boats/{name}": {
      get: {
        responses: {
          "200": { content: { "application/json": { schema: { $ref: "#/components/schemas/Boat" } } } },
          default: { $ref: "#/components/responses/Failure" },
        },
      },
      delete: { responses: { "204": { content: {} } } },
    },
    "/boats/mine": {
      get: { responses: { "200": { content: { "application/json": { schema: { type: "array" } } } } } },
    },
  },
  components: {
    responses: {
      Failure: {
        content: { "application/json": { schema: { properties: { error: { type: "string" } }, required: ["error"] } } },
      },
    },
    schemas: {
      Boat: {
        allOf: [{ $ref: "#/components/schemas/Named" }],
        type: "object",
        required: ["oars"],
        properties: {
          oars: { type: "integer" },
          home: { $ref: "#/components/schemas/Named", nullable: true },
          tags: { type: "object", additionalProperties: { $ref: "#/components/schemas/Named" } },
          crew: { type: "array", items: { $ref: "#/components/schemas/Named" } },
        },
      },
      Named: { type: "object", properties: { name: { type: "string" } } },
    },
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "contract-"));
  writeFileSync(join(folder, "boats.json"), JSON.stringify(document));
  vi.stubEnv("PARITY_API_CONTRACTS", folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const boat = { method: "GET", path: "/v1/boats/otter", status: 200, responseBody: { name: "otter", oars: 2 } };

const cases: [string, Partial<Exchange>, ContractOptions, string[]][] = [
  ["a fitting exchange has no violations", {}, {}, []],
  ["null is allowed where the document says nullable", { responseBody: { oars: 2, home: null } }, {}, []],
  [
    "a response body is validated through references",
    { responseBody: { name: 3, oars: 2 } },
    {},
    ["GET /boats/{name}: response 200: /name must be string"],
  ],
  [
    "a missing required property is a violation",
    { responseBody: {} },
    {},
    ["GET /boats/{name}: response 200: / must have required property 'oars'"],
  ],
  [
    "a missing response body is a violation",
    { responseBody: undefined },
    {},
    ["GET /boats/{name}: response 200: / is missing"],
  ],
  [
    "the default response stands for statuses that are not listed",
    { status: 404, responseBody: {} },
    {},
    ["GET /boats/{name}: response 404: / must have required property 'error'"],
  ],
  ["literal text in a template wins over a parameter", { path: "/v1/boats/mine", responseBody: [] }, {}, []],
  ["a query is not part of the path", { path: "/v1/boats/otter?full=true" }, {}, []],
  [
    "a path outside the base path is not in the document",
    { path: "/boats/otter" },
    {},
    ["not in the document: GET /boats/otter"],
  ],
  ["a base path can be given", { path: "/api/boats/otter" }, { basePath: "/api" }, []],
  [
    "an unlisted status is a violation",
    { method: "DELETE", status: 200, responseBody: undefined },
    {},
    ["DELETE /boats/{name}: response 200: / this status is not in the document"],
  ],
  [
    "a body where the document has none is a violation",
    { method: "DELETE", status: 204, responseBody: {} },
    {},
    ["DELETE /boats/{name}: response 204: / is not in the document"],
  ],
  [
    "a request body is validated",
    { method: "POST", path: "/v1/boats", requestBody: { oars: "two" }, status: 201 },
    {},
    ["POST /boats: request: /oars must be integer"],
  ],
  [
    "a missing request body is a violation",
    { method: "POST", path: "/v1/boats", status: 201 },
    {},
    ["POST /boats: request: / is missing"],
  ],
  [
    "the body of a refused request is not validated",
    { method: "POST", path: "/v1/boats", requestBody: {}, status: 422, responseBody: {} },
    {},
    ["POST /boats: response 422: / this status is not in the document"],
  ],
  [
    "a deviation for one status allows that status",
    { status: 200, responseBody: {} },
    { deviations: { "* * 200": "why" } },
    [],
  ],
  [
    "a deviation for one status leaves the others checked",
    { status: 404, responseBody: {} },
    { deviations: { "GET /boats/{name} 200": "why" } },
    ["GET /boats/{name}: response 404: / must have required property 'error'"],
  ],
  [
    "a deviation for a request leaves the response checked",
    { method: "POST", path: "/v1/boats", requestBody: {}, status: 201, responseBody: {} },
    { deviations: { "POST /boats request": "why" } },
    ["POST /boats: response 201: / must have required property 'oars'"],
  ],
  [
    "a deviation for one place leaves the rest of the body checked",
    { responseBody: { oars: "2", crew: [{ name: 1 }, { name: 2 }] } },
    { deviations: { "GET * 200 /crew/*/name": "why" } },
    ["GET /boats/{name}: response 200: /oars must be integer"],
  ],
  [
    "a call the document does not list can be a deviation",
    { path: "/v1/oars/3" },
    { deviations: { "GET /oars/{id}": "why" } },
    [],
  ],
  ["unlisted properties pass by default", { responseBody: { oars: 2, sail: true } }, {}, []],
  [
    "unlisted properties are refused on demand, also in arrays, maps and composed schemas",
    {
      responseBody: {
        oars: 2,
        name: "a",
        sail: true,
        home: { nam: "x" },
        crew: [{ nick: "y" }],
        tags: { a: { nom: "z" } },
      },
    },
    { refuseUnlisted: true },
    ["/sail", "/home/nam", "/crew/0/nick", "/tags/a/nom"].map(
      (at) => `GET /boats/{name}: response 200: ${at} is not in the document`,
    ),
  ],
];

describe("a contract", () => {
  it.each(cases)("%s", (_, change, options, violations) => {
    expect(loadContract("boats.json", options)?.check({ ...boat, ...change })).toEqual(violations);
  });

  it("lists every call with its base path", () => {
    const calls = ["POST /v1/boats", "GET /v1/boats/{name}", "DELETE /v1/boats/{name}", "GET /v1/boats/mine"];
    expect(loadContract("boats.json")?.calls).toEqual(calls);
  });

  it.each([
    ["the folder is not named", undefined, "PARITY_API_CONTRACTS is not set"],
    ["the file is not in the folder", "/nowhere", "/nowhere/boats.json does not exist"],
  ])("is skipped with a printed reason when %s", (_, named, reason) => {
    vi.stubEnv("PARITY_API_CONTRACTS", named);
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    expect(loadContract("boats.json")).toBe(undefined);
    expect(warn.mock.calls).toEqual([
      [`boats.json: not checked, because ${reason}. Set it to the folder of the vendors' OpenAPI documents.`],
    ]);
  });
});

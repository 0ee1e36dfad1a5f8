import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findTemplate, fitsTemplate, follow, type Node, type Place, serverPath, toPointer } from "./document.ts";
import { compileSchemas, type SchemaValidator, type Violation } from "./schema.ts";
import { findUnlisted } from "./unlisted.ts";

/** One request and its answer. `path` is as sent (a query is ignored); an absent body is `undefined`. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly requestBody?: unknown;
  readonly status: number;
  readonly responseBody?: unknown;
}

export interface Contract {
  /** Every call of the document, as `METHOD template` with the base path before the template. */
  readonly calls: readonly string[];
  /** Where the exchange departs from the vendor's document; empty when it does not. */
  readonly check: (exchange: Exchange) => string[];
}

export interface ContractOptions {
  /**
   * Known departures from the document, each with its reason. A key is `METHOD template` (nothing is checked), followed by
   * `request` or a status (that body is not checked), followed by a JSON pointer (that place in it may be wrong).
   * `*` stands for any METHOD, template, request or status, and segment of a pointer; METHOD and template alone are exact.
   * A template is written as in the document.
   */
  readonly deviations?: Readonly<Record<string, string>>;
  /** What stands before the document's paths on the wire. Default: the path of the document's first server. */
  readonly basePath?: string;
  /** Whether a property that the document does not list is a violation. Default false. */
  readonly refuseUnlisted?: boolean;
}

/**
 * Reads a vendor's OpenAPI document (3.0 or 3.1, JSON) from the folder named by `PARITY_API_CONTRACTS`.
 * Answers `undefined`, and prints why, when the variable is not set or the file is not there.
 */
export function loadContract(fileName: string, options: ContractOptions = {}): Contract | undefined {
  const folder = process.env["PARITY_API_CONTRACTS"];
  const file = folder && join(folder, fileName);
  if (!file || !existsSync(file)) {
    const why = file ? `${file} does not exist` : "PARITY_API_CONTRACTS is not set";
    console.warn(`${fileName}: not checked, because ${why}. Set it to the folder of the vendors' OpenAPI documents.`);
    return undefined;
  }
  return contractOf(JSON.parse(readFileSync(file, "utf8")) as Node, options);
}

/** The same for a document that is already parsed, such as a YAML one. */
export function contractOf(document: Node, options: ContractOptions = {}): Contract {
  const checker = new Checker(document, compileSchemas(document), options);
  return { calls: checker.listCalls(), check: (exchange) => checker.check(exchange) };
}

class Checker {
  private readonly basePath: string;
  private readonly deviations: Readonly<Record<string, string>>;

  constructor(
    private readonly document: Node,
    private readonly schemas: SchemaValidator,
    private readonly options: ContractOptions,
  ) {
    this.basePath = options.basePath ?? serverPath(document);
    this.deviations = options.deviations ?? {};
  }

  listCalls(): string[] {
    return Object.entries(this.document["paths"] as Record<string, Node>).flatMap(([template, item]) =>
      Object.keys(item)
        .filter((key) => /^(get|put|post|patch|delete)$/.test(key))
        .map((method) => `${method.toUpperCase()} ${this.basePath}${template}`),
    );
  }

  check(exchange: Exchange): string[] {
    const method = exchange.method.toUpperCase();
    const [path = ""] = exchange.path.split("?", 1);
    const inside = path.startsWith(this.basePath) ? path.slice(this.basePath.length) : undefined;
    if (inside !== undefined && this.isWhollyAllowed(method, inside)) return [];
    const template = inside === undefined ? undefined : findTemplate(this.document, method, inside);
    if (template === undefined) return [`not in the document: ${method} ${path}`];
    const operation = ["paths", template, method.toLowerCase()];
    const status = String(exchange.status);
    const found = [
      // A refused request may have been refused for its body.
      ...(exchange.status < 400 ? this.checkRequest(operation, exchange.requestBody) : []).map(inPart("request")),
      ...this.checkResponse(operation, exchange).map(inPart(status)),
    ];
    return found
      .filter(({ part, at }) => !this.isAllowed([method, template, part], at))
      .map(
        ({ part, at, what }) =>
          `${method} ${template}: ${part === status ? "response " : ""}${part}: ${at || "/"} ${what}`,
      );
  }

  private isWhollyAllowed(method: string, path: string): boolean {
    return Object.keys(this.deviations).some((key) => {
      const [served, template = "", part] = key.split(" ");
      return served === method && part === undefined && fitsTemplate(template, path);
    });
  }

  private isAllowed(place: readonly string[], at: string): boolean {
    return Object.keys(this.deviations).some((key) => {
      const [method, template, part, pointer] = key.split(" ");
      const isHere = [method, template, part].every((word, i) => word === "*" || word === place[i]);
      return isHere && (pointer === undefined || fitsPointer(pointer, at));
    });
  }

  private checkRequest(operation: string[], body: unknown): Violation[] {
    const request = follow(this.document, [...operation, "requestBody"]);
    if (!request) return body === undefined ? [] : [{ at: "", what: "is not in the document" }];
    if (body === undefined) return request.node["required"] === true ? [{ at: "", what: "is missing" }] : [];
    return this.checkContent(request, body);
  }

  private checkResponse(operation: string[], { status, responseBody }: Exchange): Violation[] {
    const response = [String(status), `${String(status)[0]}XX`, "default"]
      .map((key) => follow(this.document, [...operation, "responses", key]))
      .find((place) => place !== undefined);
    if (!response) return [{ at: "", what: "this status is not in the document" }];
    if (Object.keys(response.node["content"] ?? {}).length === 0)
      return responseBody === undefined ? [] : [{ at: "", what: "is not in the document" }];
    if (responseBody === undefined) return [{ at: "", what: "is missing" }];
    return this.checkContent(response, responseBody);
  }

  private checkContent(place: Place, body: unknown): Violation[] {
    const schema = follow(this.document, [...place.keys, "content", "application/json", "schema"]);
    if (!schema) return [];
    return [
      ...this.schemas.validate(toPointer(schema.keys), body),
      ...(this.options.refuseUnlisted ? findUnlisted(this.document, schema.keys, body) : []),
    ];
  }
}

function inPart(part: string): (violation: Violation) => Violation & { readonly part: string } {
  return (violation) => ({ ...violation, part });
}

/** Whether `at` is the place of the pattern or lies below it. */
function fitsPointer(pattern: string, at: string): boolean {
  const segments = at.split("/");
  return pattern
    .split("/")
    .every((segment, i) => segment === segments[i] || (segment === "*" && segments[i] !== undefined));
}

/** Fly's APIs as flyctl calls them, with one token. */
export class FlyApi {
  private readonly url: string;
  private readonly authorization: string;

  constructor(url: string, token: string) {
    this.url = url;
    const bare = token.replace(/^FlyV1 /, "");
    this.authorization = /(^|,)(fm1r|fm1a|fm2)_/.test(bare) ? `FlyV1 ${bare}` : `Bearer ${bare}`;
  }

  /** Machines API, and below `/api/v1` the API of flyctl's own. Throws with what Fly answered. */
  async ask(method: string, path: string, body?: object, headers: object = {}): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: this.authorization, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  async graphql<T>(query: string, variables: object): Promise<T> {
    const { data, errors } = (await this.ask("POST", "/graphql", { query, variables })) as {
      readonly data: T;
      readonly errors?: readonly { readonly message: string }[];
    };
    if (errors) throw new Error(errors.map(({ message }) => message).join("; "));
    return data;
  }

  async machines(app: string): Promise<Machine[]> {
    return (await this.ask("GET", machinesPath(app))) as Machine[];
  }

  /** Those of one process group; the machine of a release command is of none. */
  async machinesOf(app: string, group: string): Promise<Machine[]> {
    return (await this.machines(app)).filter(
      ({ config }) => (config.metadata?.["fly_process_group"] ?? "app") === group,
    );
  }
}

export interface Machine {
  readonly id: string;
  readonly region: string;
  readonly config: { readonly metadata?: { readonly [key: string]: string } };
}

export function machinesPath(app: string, id?: string): string {
  return `/v1/apps/${app}/machines${id === undefined ? "" : `/${id}`}`;
}

import { createOnce } from "../call/create-once.ts";
import type { GithubApi } from "./api.ts";
import { githubAnswers, type WireRuleset } from "./shapes.ts";

/** A rule of a ruleset, as GitHub writes it: what it is, and what it is held to. */
export interface Rule {
  readonly type: string;
  readonly parameters?: { readonly [name: string]: unknown };
}

/** What is stated of a ruleset; of a change, what is left out stays. */
export interface RulesetFields {
  readonly name: string;
  readonly target: "branch" | "tag";
  readonly enforcement: "active" | "disabled" | "evaluate";
  readonly conditions: {
    readonly ref_name: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  };
  readonly bypass_actors: readonly {
    readonly actor_id: number;
    readonly actor_type: "RepositoryRole";
    readonly bypass_mode: "always";
  }[];
  readonly rules: readonly Rule[];
}

/** A ruleset as it stands. */
export interface Ruleset {
  readonly id: number;
  readonly name: string;
  readonly enforcement: string;
  /** Refs that it is for, such as `~DEFAULT_BRANCH`, and those that it is not for. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly Rule[];
}

/** Not as literals: Octokit's types know each rule by its parameters, of which only some are read here. */
const all: string = "/repos/{owner}/{repo}/rulesets";
const one: string = `${all}/{ruleset_id}`;

/** https://docs.github.com/rest/repos/rules */
export class GithubRulesets {
  private readonly api: GithubApi;

  constructor(api: GithubApi) {
    this.api = api;
  }

  /** The repository's own, without its organization's: with its rules each. */
  async list(): Promise<readonly Ruleset[]> {
    const pages = this.api
      .to("list the rulesets", githubAnswers.rulesets)
      .paginate.iterator("GET /repos/{owner}/{repo}/rulesets", {
        ...this.api.repository,
        includes_parents: false,
        per_page: 100,
      });
    const found = await this.api.gather<{ readonly id: number; readonly name: string }>(pages);
    return Promise.all(found.map(({ id, name }) => this.read(id, name)));
  }

  async create(fields: RulesetFields): Promise<void> {
    const api = this.api.to(`make the ruleset "${fields.name}"`, githubAnswers.ruleset);
    const create = async () => {
      await api.request(`POST ${all}`, { ...this.api.repository, ...fields });
      return fields.name;
    };
    const find = async () => (await this.list()).find(({ name }) => name === fields.name)?.name;
    await createOnce({ create, find, ...this.api.lookUp });
  }

  async update({ id, name }: Ruleset, fields: Partial<RulesetFields>): Promise<void> {
    await this.api
      .to(`change the ruleset "${name}"`, githubAnswers.ruleset)
      .request(`PUT ${one}`, { ...this.api.repository, ruleset_id: id, ...fields });
  }

  private async read(id: number, name: string): Promise<Ruleset> {
    const { data } = await this.api
      .to(`read the ruleset "${name}"`, githubAnswers.ruleset)
      .request("GET /repos/{owner}/{repo}/rulesets/{ruleset_id}", { ...this.api.repository, ruleset_id: id });
    return fromWire(data as WireRuleset);
  }
}

function fromWire({ id, name, enforcement, conditions, rules }: WireRuleset): Ruleset {
  const refs = conditions?.ref_name;
  return {
    id,
    name,
    enforcement,
    include: refs?.include ?? [],
    exclude: refs?.exclude ?? [],
    rules: (rules ?? []).map(({ type, parameters }) => ({ type, ...(parameters && { parameters }) })),
  };
}

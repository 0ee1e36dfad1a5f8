import type { Blueprint } from "../../components/blueprint.ts";
import { storedName } from "../../components/pipeline/limits.ts";
import { isOwn } from "../../config/scope.ts";
import type { Sources } from "../existing/sources.ts";
import type { StackState } from "../existing/stack-state.ts";

/** A place at a vendor that holds secrets, as the config declares it. */
export interface SecretPlace {
  /** Where its secrets are declared, such as `apps.api.secrets`. */
  readonly path: string;
  /** For people, such as `Fly app "plyr-api-staging"`. */
  readonly place: string;
  /** Names that the config declares. */
  readonly declared: readonly string[];
  /** Names that the vendor has; none where there is no such place yet. */
  readonly list: (sources: Sources) => Promise<readonly string[]>;
  /** Names whose values the state holds. */
  readonly held: (state: StackState) => readonly string[];
}

/** Every place where a stack has secrets that no vendor tells again. */
export function secretPlacesOf({ apps, sites, pipeline, cloudflare }: Blueprint): SecretPlace[] {
  const account = cloudflare?.account ?? "";
  return [
    ...apps.filter(isOwn).map(appPlace),
    ...sites.flatMap((site) => (site.slot === undefined ? [] : sitePlace(site, site.slot, account))),
    ...(pipeline ? [pipelinePlace(pipeline)] : []),
  ];
}

function appPlace({ key, name, secrets }: Blueprint["apps"][number]): SecretPlace {
  return {
    path: `apps.${key}.secrets`,
    place: `Fly app "${name}"`,
    declared: Object.keys(secrets),
    list: async ({ clouds }) => ((await (await clouds.fly()).secrets.list(name)) ?? []).map((secret) => secret.name),
    held: ({ resources }) =>
      resources
        .filter(({ type, inputs }) => type === "parity:fly:Secrets" && inputs["app"] === name)
        .flatMap(({ outputs }) => Object.keys(outputs["digests"] ?? {})),
  };
}

function sitePlace(
  { key, project, secrets }: Blueprint["sites"][number],
  slot: "preview" | "production",
  accountId: string,
): SecretPlace {
  const declared = Object.keys(secrets);
  return {
    path: `sites.${key}.secrets`,
    place: `${slot} slot of Pages project "${project}"`,
    declared,
    list: async ({ clouds }) => {
      const found = await (await clouds.cloudflare()).pages.readSlot({ accountId, project, slot });
      const variables = Object.entries(found?.variables ?? {});
      return variables.filter(([, { type }]) => type === "secret_text").map(([name]) => name);
    },
    // Their names are encrypted in the state with their values: all but the kept ones are taken for its own.
    held: ({ resources }) =>
      resources
        .filter(({ type, inputs }) => type === "parity:pages:Variables" && inputs["project"] === project)
        .flatMap(({ inputs: { kept } }) => declared.filter((name) => !(Array.isArray(kept) && kept.includes(name)))),
  };
}

function pipelinePlace({ environment, secrets, tokens }: NonNullable<Blueprint["pipeline"]>): SecretPlace {
  const declared = [...Object.keys(secrets), ...Object.keys(tokens)];
  const asDeclared = (stored: readonly string[]) => [
    ...declared.filter((name) => stored.includes(storedName(name))),
    ...stored.filter((name) => !declared.some((one) => storedName(one) === name)),
  ];
  return {
    path: "pipeline.secrets",
    place: `GitHub environment "${environment}"`,
    declared,
    list: async ({ github }) => asDeclared((await github?.environmentValues.secrets(environment)) ?? []),
    held: ({ resources }) =>
      asDeclared(
        resources
          .filter(({ type }) => type === "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret")
          .map(({ inputs }) => storedName(String(inputs["secretName"]))),
      ),
  };
}

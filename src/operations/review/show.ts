import type { Blueprint } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { known, type Templates } from "../../config/template.ts";

/** What a deployment to a review environment has to know of it, by key. Nothing in it is secret. */
export interface ReviewDescription {
  readonly stack: string;
  readonly apps: { readonly [key: string]: { name: string; url?: string; variables: Texts; buildArgs: Texts } };
  readonly sites: { readonly [key: string]: { project: string; branch: string; url?: string; variables: Texts } };
}

type Texts = { readonly [name: string]: string };

/** From the config alone: what is known only once something exists is left out. */
export function describeReview({ stack, apps, sites }: Blueprint): ReviewDescription {
  const ownApps = apps.filter(isOwn);
  const ownSites = sites.filter(isOwn);
  return {
    stack,
    apps: Object.fromEntries(
      ownApps.map(({ key, name, url, variables, buildArgs }) => [
        key,
        { name, ...(url !== undefined && { url }), variables: texts(variables), buildArgs: texts(buildArgs) },
      ]),
    ),
    sites: Object.fromEntries(
      ownSites.map(({ key, project, branch, url: template, variables }) => {
        const url = known(template);
        return [key, { project, branch, ...(url !== undefined && { url }), variables: texts(variables) }];
      }),
    ),
  };
}

function texts(templates: Templates): Texts {
  return Object.fromEntries(
    Object.entries(templates).flatMap(([name, template]) => {
      const text = known(template);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

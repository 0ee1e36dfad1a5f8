import type { Token } from "../../sandbox/clouds/cloudflare/entities.ts";
import type { Held } from "../stage/census.ts";
import { lineages } from "../subjects/subject.ts";
import { type Edit, set, the } from "./edit.ts";

const name = `plyr-staging-storage/1/${lineages.own}`;
const read = [{ id: "6a018a9f2fc74eb6b293b0c548f38b39" }];

const token = ({ cloudflare }: Held): Token =>
  the(Object.values(cloudflare.tokens).find(({ settings }) => settings["name"] === name));
const policies = (clouds: Held) => token(clouds).settings["policies"] as object[];
const policy = (clouds: Held) => the(policies(clouds)[0]);
const bucket = (resource: string) => ({ ...read, resources: { [resource]: "*" } });

const change = (settings: Token["settings"]) => (clouds: Held) =>
  set(token(clouds), { settings: { ...token(clouds).settings, ...settings } });
const add = (more: object) => (clouds: Held) => void policies(clouds).push({ ...policy(clouds), ...more });
const issue = (of: string) => (clouds: Held) => {
  const other = { ...token(clouds), id: "f".repeat(32) };
  clouds.cloudflare.tokens[other.id] = { ...other, settings: { ...other.settings, name: of } };
};

export const r2Edits: Readonly<Record<string, readonly Edit[]>> = {
  "r2:Credentials": [
    {
      name: "token revoked",
      apply: (clouds) => void delete clouds.cloudflare.tokens[token(clouds).id],
      shows: { gone: true },
    },
    { name: "another name", apply: change({ name: "theirs" }), shows: { fields: ["name"] } },
    {
      name: "another permission",
      apply: (clouds) => void Object.assign(policy(clouds), { permission_groups: read }),
      shows: { fields: ["buckets[0].permission"] },
    },
    {
      name: "a bucket added",
      apply: (clouds) => {
        const [own = ""] = Object.keys((policy(clouds) as { resources: object }).resources);
        add(bucket(own.replace("audio", "video")))(clouds);
      },
      shows: { fields: ["buckets[1]"] },
    },
    { name: "a policy of another kind added", apply: add(bucket("all")), shows: { says: /policies at Cloudflare/ } },
    { name: "a second token of the state", apply: issue(name), shows: { says: /Beside it, API token f{32} is live/ } },
    { name: "a token of another state", apply: issue(`plyr-staging-storage/1/${lineages.other}`), shows: {} },
    { name: "a token of an earlier release", apply: issue("plyr-staging-storage"), shows: {} },
  ],
};

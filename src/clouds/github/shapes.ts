import * as z from "zod";

/** What of an answer is read here, by GitHub's OpenAPI document (`required`). */

/** Octokit reads a number that is too large for one as a bigint. */
const id = z.union([z.int(), z.bigint()]);

/** It is shown and written into comments: nothing but what an address is made of. */
const address = z.string().regex(/^https?:\/\/[!-~]+$/);

const author = z.object({
  user: z.object({ type: z.string() }).nullable(),
  author_association: z.string().optional(),
});

const sha = z.string().min(1);
const repository = z.object({ id });

const comment = author.extend({ id, body: z.string().optional(), html_url: address });

const issue = author.extend({
  number: z.int(),
  title: z.string(),
  body: z.string().nullish(),
  html_url: address,
  /** Pull requests are issues too. */
  pull_request: z.unknown().optional(),
});

const pull = z.object({
  number: z.int(),
  html_url: address,
  /** Anything else is not taken for closed. */
  state: z.string().regex(/^(open|closed)$/),
  labels: z.array(z.object({ name: z.string() })),
  head: z.object({ ref: z.string().min(1), sha, repo: repository.nullable() }),
  base: z.object({ repo: repository }),
  merged_at: z.string().nullable(),
  merge_commit_sha: z.string().nullable(),
});

const policy = z.object({ id, name: z.string(), type: z.string().optional() });

const named = z.object({ name: z.string() });

const written = named.extend({ updated_at: z.string() });

const artifact = z.object({
  id: z.int(),
  name: z.string(),
  size_in_bytes: z.int(),
  expired: z.boolean(),
  digest: z.string().nullish(),
  workflow_run: z.object({ head_sha: z.string().optional(), head_repository_id: z.int().optional() }).nullish(),
});

const protectionRule = z.object({
  type: z.string(),
  wait_timer: z.int().optional(),
  prevent_self_review: z.boolean().optional(),
  reviewers: z
    .array(
      z.object({
        type: z.string().optional(),
        reviewer: z.object({ id: z.int(), login: z.string().optional(), slug: z.string().optional() }),
      }),
    )
    .optional(),
});

const environment = z.object({
  name: z.string(),
  /** Not in the document; the live API answers it. */
  can_admins_bypass: z.boolean().optional(),
  protection_rules: z.array(protectionRule).optional(),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullish(),
});

const ruleset = z.object({
  id: z.int(),
  name: z.string(),
  enforcement: z.string(),
  conditions: z
    .object({
      ref_name: z
        .object({ include: z.array(z.string()).optional(), exclude: z.array(z.string()).optional() })
        .optional(),
    })
    .nullish(),
  rules: z.array(z.object({ type: z.string(), parameters: z.looseObject({}).optional() })).optional(),
});

export type WireEnvironment = z.infer<typeof environment>;
export type WireRuleset = z.infer<typeof ruleset>;
export type WireComment = z.infer<typeof comment>;
export type WireIssue = z.infer<typeof issue>;
export type WirePull = z.infer<typeof pull>;
export type WireArtifact = z.infer<typeof artifact>;

export const githubAnswers = {
  comment,
  comments: z.array(comment),
  issue,
  issues: z.array(issue),
  pull,
  pulls: z.array(pull),
  environments: z.object({ total_count: z.int(), environments: z.array(named) }),
  environment,
  policy,
  policies: z.object({ total_count: z.int(), branch_policies: z.array(policy) }),
  secrets: z.object({ total_count: z.int(), secrets: z.array(written) }),
  publicKey: z.object({ key_id: z.string(), key: z.base64() }),
  label: named,
  labels: z.array(named),
  ruleset,
  rulesets: z.array(ruleset.pick({ id: true, name: true })),
  variables: z.object({ total_count: z.int(), variables: z.array(written) }),
  deployments: z.array(z.object({ id, payload: z.unknown() })),
  statuses: z.array(z.object({ state: z.string() })),
  artifacts: z.object({ total_count: z.int(), artifacts: z.array(artifact) }),
  /** Of what is only made or found. */
  identified: repository,
  repository: z.object({ default_branch: z.string().min(1) }),
  user: z.object({ id: z.int(), login: z.string() }),
  /** What counts is in the headers. */
  rateLimit: z.object({ resources: z.looseObject({}) }),
} as const;

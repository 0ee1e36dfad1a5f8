import { api, productFiles } from "./product.ts";

/** A product with one of everything that a pull request's environment has of its own. */
export const reviewSystem = {
  neon: { organization: "org-acme-12345678", region: "aws-us-east-1", plan: "free" },
  databases: { main: { name: "acme-${environment.name}" } },
  buckets: { files: { name: "acme-files${environment.suffix}" } },
  sites: {
    web: {
      project: "acme${environment.suffix}",
      productionBranch: "main",
      branch: "main",
      connected: false,
      upload: "elsewhere",
      variables: { API: "${apps.api.url}" },
    },
  },
  apps: {
    api: {
      ...api,
      name: "acme-api${environment.suffix}",
      variables: { SELF: "${apps.api.host}" },
      secrets: {
        DATABASE_URL: "${databases.main.url}",
        KEY: { generate: "hex" },
        PARTNER: "${secrets.PARTNER}",
        STORAGE: "${storage.secretAccessKey}",
      },
    },
  },
};

/** What these environments are made from: nothing of production's is in their reach. */
export const reviewTemplate = {
  fly: { organization: "acme-review" },
  cloudflare: { account: "9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b", zones: {} },
  databases: { main: { branch: { of: "staging" } } },
  review: { limit: 2, keep: "keep it", from: { repository: "acme/infrastructure" } },
};

const on = { push: { branches: ["main"] } };

/** Its files, with more of the template's settings. */
export function reviewFiles(review: object = {}) {
  return productFiles(reviewSystem, {
    staging: { deploy: { on } },
    production: { deploy: { on: { release: {} } } },
    review: { ...reviewTemplate, review: { ...reviewTemplate.review, ...review } },
  });
}

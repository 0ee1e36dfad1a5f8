import { productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";

/**
 * A product of every kind of thing: an HTTP app with a worker, a database server of its own with a disk, mail over TCP, a scheduler; a
 * bucket that pages and people read, some of which is deleted after a while; a Pages project for each environment; two databases in one
 * Neon project.
 */
const system = {
  neon: { organization: "org-acme-12345678", region: "aws-us-east-1" },
  databases: { main: { name: "acme${environment.suffix}" }, events: { in: "main" } },
  buckets: {
    media: {
      name: "acme-media${environment.suffix}",
      public: true,
      expire: { "tmp/": 7 },
      cors: { origins: ["https://acme.dev"], methods: ["GET"], exposed: ["ETag"] },
    },
  },
  sites: {
    web: {
      project: "acme-web${environment.suffix}",
      productionBranch: "staging",
      branch: "staging",
      compatibility: { date: "2024-09-23", flags: ["nodejs_compat"] },
      variables: { API: "${apps.api.url}" },
    },
  },
  apps: {
    api: {
      name: "acme-api${environment.suffix}",
      port: 8000,
      health: "/health",
      processes: { web: "serve", worker: { command: "work", regions: { iad: 1 } } },
      variables: { MEDIA: "${buckets.media.url}" },
      secrets: {
        DATABASE_URL: "${databases.main.url}",
        EVENTS_URL: "${databases.events.url}",
        REDIS_URL: "redis://${apps.cache.internal}",
        SMTP: "${apps.mail.host}:25",
        S3_SECRET: "${storage.secretAccessKey}",
      },
    },
    cache: {
      name: "acme-cache${environment.suffix}",
      image: "redis:7",
      port: 6379,
      health: "tcp",
      addresses: { v4: "none", v6: false },
      processes: { redis: "redis-server --appendonly yes" },
      volumes: { data: { path: "/data", size: 2 } },
    },
    mail: {
      name: "acme-mail${environment.suffix}",
      addresses: { v4: "dedicated" },
      services: { smtp: { port: 2525, ports: [25], health: "tcp" } },
    },
    cron: { name: "acme-cron${environment.suffix}", processes: { cron: "supercronic /etc/crontab" } },
  },
};

const deploy = { on: { push: { branches: ["main"] } } };

/** Its environments: staging, with hosts of its own, and `trial`, whose databases are a branch of staging's. */
const environments = {
  staging: {
    deploy,
    buckets: { media: { domains: ["media.acme.dev"] } },
    sites: { web: { domains: ["acme.dev"] } },
    apps: { api: { domains: ["*.apps.acme.dev", "apps.acme.dev"] }, cache: { regions: { iad: 1 } } },
  },
  trial: {
    deploy,
    tier: "review",
    databases: { main: { branch: { of: "staging" } } },
    buckets: { media: { domains: ["media-trial.acme.dev"] } },
  },
};

/** A sandbox of its own over it. Close it. */
export function openEverything(): Sandbox {
  return new Sandbox(productFiles(system, environments));
}

import { Environment, type System } from "@env-parity/parity";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

const accounts = new pulumi.Config().requireObject<Pick<System, "repository" | "fly" | "neon">>("accounts");

const shop = new Environment("shop", {
  system: {
    ...accounts,
    databases: { main: { name: "shop-${environment.alias}", database: "shop" } },
    apps: {
      api: {
        name: "shop-api${environment.suffix}",
        port: 8000,
        health: "/health",
        local: { port: 8001, command: "npm start" },
        secrets: { DATABASE_URL: "${databases.main.url}", SESSION_KEY: { generate: "hex" } },
      },
    },
  },
  environment: { deploy: { on: { push: { branches: ["main"] } } } },
});

// What parity does not know stands beside it, and uses what it makes.
const provider = new github.Provider("acme", { owner: "acme" });
new github.ActionsSecret(
  "reports",
  { repository: "shop", secretName: "REPORTS_DATABASE_URL", value: shop.databases.main.url },
  { provider },
);

export const url = shop.apps.api.url;
export const database = shop.databases.main.url;

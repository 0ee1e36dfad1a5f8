import type { AppAnswers, ExistingApp } from "./answers.ts";
import type { Words } from "./words.ts";

/** What is the app's own and may differ between environments. People wrote its fly.toml, and go on doing so. */
export function runsAs({ config, regions, machine, sleep }: ExistingApp): Words {
  return {
    config,
    toml: "kept",
    ...(regions && { regions }),
    ...(machine && { machine }),
    ...(sleep && { sleep }),
  };
}

/** One name for all where they differ by the environment's, as `shop-staging` and `shop` do. */
export function commonName(name: string, existing: AppAnswers["existing"]): string {
  const others = Object.entries(existing ?? {}).filter(([environment]) => environment !== "production");
  return others.every(([environment, app]) => app.name === `${name}-${environment}`) && others.length > 0
    ? `${name}\${environment.suffix}`
    : name;
}

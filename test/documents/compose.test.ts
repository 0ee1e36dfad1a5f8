import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Raw } from "../../src/config/merge.ts";
import { compose, containerValues } from "../../src/documents/compose.ts";
import { originOf } from "../../src/documents/document.ts";
import { blueprintOf } from "../config/acme.ts";
import { blueprintIn, blueprintsOf, systemNames } from "./systems.ts";

const local = (database: Raw) => blueprintOf("dev", {}, { databases: { main: { provider: "docker", ...database } } });

test("live-listen's local database is one Postgres of its major version", () => {
  const documents = compose(blueprintIn("live-listen", "local"));
  expect(documents.map(({ path, text }) => [path, originOf(text, "live-listen")])).toEqual([
    ["compose.yaml", "generated"],
  ]);
  expect(parse(documents[0]?.text ?? "")).toEqual({
    name: "live-listen",
    services: {
      main: {
        image: "postgres:17",
        restart: "unless-stopped",
        environment: { POSTGRES_USER: "live_listen_owner", POSTGRES_PASSWORD: "local", POSTGRES_DB: "live_listen" },
        ports: ["127.0.0.1:5432:5432"],
        volumes: ["main:/var/lib/postgresql/data"],
        healthcheck: {
          test: ["CMD", "pg_isready", "--username", "live_listen_owner", "--dbname", "live_listen"],
          interval: "5s",
          timeout: "5s",
          retries: 10,
        },
      },
    },
    volumes: { main: {} },
  });
});

test("Postgres 18 keeps its data one folder up", () => {
  const [file] = compose(local({ postgres: 18 }));
  expect(parse(file?.text ?? "").services.main.volumes).toEqual(["main:/var/lib/postgresql"]);
});

test("a dollar sign in a name is not a variable of compose", () => {
  const [file] = compose(local({ role: "o$wner" }));
  expect(parse(file?.text ?? "").services.main.environment.POSTGRES_USER).toBe("o$$wner");
});

test("several databases listen on ports of their own, and their URLs say so", () => {
  const second = { provider: "docker", name: "acme-events", driver: "psycopg" };
  const blueprint = blueprintOf("dev", {}, { databases: { main: { provider: "docker" }, events: second } });
  const [file] = compose(blueprint);
  const { services } = parse(file?.text ?? "");
  expect([services.main.ports, services.events.ports]).toEqual([["127.0.0.1:5432:5432"], ["127.0.0.1:5433:5432"]]);
  expect(containerValues(blueprint).get("databases.main.url")).toBe("postgresql://main_owner:local@localhost/main");
  expect(containerValues(blueprint).get("databases.events.url")).toBe(
    "postgresql+psycopg://events_owner:local@localhost:5433/events",
  );
});

test.each(systemNames)("%s has the file only where a database runs in a container", (system) => {
  const stacks = [...blueprintsOf(system).values()].filter((blueprint) => compose(blueprint).length > 0);
  expect(stacks.map(({ stack }) => stack)).toEqual(system === "live-listen" ? ["local"] : []);
});

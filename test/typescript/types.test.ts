import { expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { systemSchema } from "../../src/components/system.ts";
import type { environmentSchema } from "../../src/config/schema/environment.ts";
import type { ProgramEnvironment } from "../../src/typescript/environment.ts";
import type { Environment, EnvironmentArgs, Overrides, System } from "../../types/index.d.ts";

type Frozen<T> = T extends readonly (infer Element)[]
  ? readonly Frozen<Element>[]
  : T extends object
    ? { readonly [key in keyof T]: Frozen<T[key]> }
    : T;

// `npm test -- types` checks these: nothing of them is left when the tests run.

it("the written types of a system and an environment are what the schemas take", () => {
  expectTypeOf<Frozen<z.input<typeof systemSchema>>>().toExtend<System>();
  expectTypeOf<System>().toExtend<Frozen<z.input<typeof systemSchema>>>();
  expectTypeOf<Frozen<z.input<typeof environmentSchema>>>().toExtend<Overrides>();
});

it("the component is what its written type says", () => {
  expectTypeOf<ProgramEnvironment>().toExtend<Environment>();
  expectTypeOf<EnvironmentArgs>().toExtend<ConstructorParameters<typeof ProgramEnvironment>[1]>();
});

it("an argument that is wrong is an error of types, and outputs have the keys that were written", () => {
  const local = { port: 1, command: "x" };
  const make = (parity: { Environment: typeof Environment }) => {
    const apps = { api: { name: "a", port: 8000, health: "/", local } };
    const made = new parity.Environment("shop", { system: { apps } });
    // @ts-expect-error nobody declared it
    made.apps.web;
    // @ts-expect-error a port is a number
    new parity.Environment("shop", { system: { apps: { api: { name: "a", port: "8000", health: "/", local } } } });
    // @ts-expect-error no schema knows it
    new parity.Environment("shop", { system: { apps: { api: { name: "a", prot: 8000, health: "/", local } } } });
    return made.apps.api.url;
  };
  expectTypeOf(make).returns.toEqualTypeOf<string | undefined>();
});

import { expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { systemSchema } from "../../src/components/system.ts";
import type { environmentSchema } from "../../src/config/schema/environment.ts";
import { classTypes } from "../../src/provider/class-types.ts";
import * as real from "../../src/provider/resources.ts";
import type { ProgramEnvironment } from "../../src/typescript/environment.ts";
import type { Environment, EnvironmentArgs, Overrides, System } from "../../types/index.d.ts";
import type * as written from "../../types/resources.d.ts";

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

it("the classes of our resources are what their written types say, each under the name it is written with", () => {
  type Name = keyof typeof written;
  expectTypeOf<keyof typeof real>().toEqualTypeOf<Name>();
  // Of classes with outputs of their own: without any, zod's type of them is of no use.
  type Telling = "FlyApp" | "FlyCertificate" | "FlyVolume" | "GeneratedSecret" | "NeonProject" | "R2Credentials";
  expectTypeOf<{ [name in Telling]: InstanceType<(typeof real)[name]> }>().toExtend<{
    [name in Telling]: InstanceType<(typeof written)[name]>;
  }>();
  type Arguments<Classes extends Record<Name, new (name: string, args: never) => unknown>> = {
    [name in Name]: ConstructorParameters<Classes[name]>[1];
  };
  expectTypeOf<Arguments<typeof real>>().toExtend<Arguments<typeof written>>();
  expect(Object.keys(real).sort()).toEqual(
    [...classTypes().matchAll(/declare class (\w+)/g)].map(([, name]) => name).sort(),
  );
});

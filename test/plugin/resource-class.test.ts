import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { resourceClass } from "../../src/plugin/resource-class.ts";
import { shapeOf } from "../../src/plugin/resource-shape.ts";
import { thingDefinition } from "./toy.ts";

const Thing = resourceClass<typeof thingDefinition>(thingDefinition.token, shapeOf(thingDefinition));
const registered: { type: string; inputs: object }[] = [];

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, inputs });
      return { id: name, state: { ...inputs, url: "https://first", token: "t0ken", revision: 1 } };
    },
    call: () => ({}),
  }),
);

/** Waits for an output, and answers its value. */
const until = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

test("the class of a shape registers its type with what it is given, and has what the plugin answers", async () => {
  const thing = new Thing("first", { name: "first", secret: { KEY: "k3y" } });
  expect(await until(thing.url)).toBe("https://first");
  expect(await until(thing.revision)).toBe(1);
  expect(registered).toEqual([{ type: "toy:index:Thing", inputs: { name: "first", secret: { KEY: "k3y" } } }]);
});

test("a shape is data, and says what holds something", () => {
  const shape = { outputs: ["url", "token", "revision"], secrets: ["secret", "token"], stateful: false };
  expect(shapeOf(thingDefinition)).toEqual(shape);
  expect(shapeOf({ ...thingDefinition, stateful: "Its content goes with it." })).toEqual({ ...shape, stateful: true });
});

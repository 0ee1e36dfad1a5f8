import { expect, test } from "vitest";
import { tellApart } from "../../../src/operations/existing/apart.ts";
import { parseState } from "../../../src/operations/existing/stack-state.ts";
import { stepOn } from "../engine/step.ts";

const type = "parity:fly:Volume";
const attempt = (name: string, of = type) => ({
  ...{ urn: stepOn(of, name, { op: "create" }).urn, inputs: {}, parent: undefined, provider: undefined },
  held: undefined,
});
const sighting = (slot: number, ...ids: string[]) => ({
  attempt: attempt(`data-${slot}`),
  ids: ids.map((id) => `api/${id}${slot === 1 ? "" : `?slot=${slot}`}`),
});
const holding =
  (ids: Record<string, string>, of = type) =>
  async () => {
    const resources = Object.entries(ids).map(([name, id]) => ({ urn: attempt(name, of).urn, id: `api/${id}` }));
    return parseState(JSON.stringify({ deployment: { resources } }));
  };
const idsOf = async (...given: Parameters<typeof tellApart>) => (await tellApart(...given)).map(({ ids }) => ids);

test("as many things as are looked for get one each, in order, and fewer leave the last with none", async () => {
  const nothing = holding({});
  expect(await idsOf([sighting(1, "a", "b"), sighting(2, "a", "b")], nothing)).toEqual([["api/a"], ["api/b?slot=2"]]);
  expect(await idsOf([sighting(1, "a"), sighting(2, "a")], nothing)).toEqual([["api/a"], []]);
});

test("more things than are looked for are told of each, for a person to choose", async () => {
  const both = [sighting(1, "a", "b", "c"), sighting(2, "a", "b", "c")];
  expect((await idsOf(both, holding({}))).map((ids) => ids.length)).toEqual([3, 3]);
  expect(await idsOf([sighting(1, "a", "b")], holding({}))).toEqual([["api/a", "api/b"]]);
});

test("what the state holds of another thing is not taken twice", async () => {
  expect(await idsOf([sighting(2, "a", "b")], holding({ "data-1": "a" }))).toEqual([["api/b?slot=2"]]);
  expect(await idsOf([sighting(1, "b")], holding({ "data-2": "b" }))).toEqual([[]]);
});

test("what the state holds of the thing itself, or of another type, stays", async () => {
  expect(await idsOf([sighting(1, "a")], holding({ "data-1": "a" }))).toEqual([["api/a"]]);
  expect(await idsOf([sighting(1, "a")], holding({ other: "a" }, "parity:fly:IpAddress"))).toEqual([["api/a"]]);
});

test("the state is not read where no vendor has anything", async () => {
  const fails = () => Promise.reject(new Error("read"));
  expect(await idsOf([sighting(1)], fails)).toEqual([[]]);
});

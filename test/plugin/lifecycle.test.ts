import { status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CloudError } from "../../src/clouds/call/cloud-error.ts";
import { Problem } from "../../src/problem/problem.ts";
import { failureOf, secret, startPlugin, type TestPlugin } from "./harness.ts";
import { liveThrough } from "./lifecycle.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

const THING = "toy:index:Thing";
const inputs = { name: "abc", size: 1, values: { A: secret("a"), B: "b" }, secret: secret({ K: "k" }) };

let cloud: ToyCloud;
let plugin: TestPlugin;

beforeEach(async () => {
  cloud = new ToyCloud();
  plugin = await startPlugin(toyOptions(cloud));
});
afterEach(() => plugin.close());

describe("a resource", () => {
  it("lives through create, updates and delete, with nothing to do in between", async () => {
    const steps: string[] = [];
    await liveThrough(plugin, {
      token: THING,
      inputs: { name: "abc", values: { A: secret("a"), B: "b" }, secret: { K: "k" } },
      updates: [
        { inputs: { name: "abc", values: { A: "a2", B: "b" }, secret: { K: "k" } }, changes: { "values.A": "update" } },
        {
          inputs: { name: "abc", size: 3 },
          changes: { size: "update", "values.A": "delete", "values.B": "delete", "secret.K": "delete" },
        },
      ],
      observe: (step, kept) => {
        steps.push(`${step} ${cloud.things.get("abc")?.revision ?? "gone"} ${kept?.outputs.revision ?? "gone"}`);
      },
    });
    expect(steps).toStrictEqual(["created 1 1", "updated 2 2", "updated 3 3", "deleted gone gone"]);
  });

  it("has its inputs and its own outputs as outputs, secret where they came secret or always are", async () => {
    expect(await plugin.create(THING, inputs)).toStrictEqual({
      id: "abc",
      inputs,
      outputs: { ...inputs, url: "https://abc.test", token: secret("token-of-abc"), revision: 1 },
    });
  });

  it("reaches the cloud with plain values and its own words", async () => {
    await plugin.create(THING, inputs, "front::door");
    expect(cloud.things.get("abc")).toStrictEqual({
      name: "abc",
      size: 1,
      values: { A: "a", B: "b" },
      secret: { K: "k" },
      revision: 1,
    });
    expect(cloud.contexts).toMatchObject([
      {
        urn: "urn:pulumi:staging::plyr::toy:index:Thing::front::door",
        stack: "staging",
        project: "plyr",
        name: "front::door",
      },
    ]);
  });

  it("shows drift in inputs and outputs, and keeps what was secret so", async () => {
    const kept = await plugin.create(THING, inputs);
    Object.assign(cloud.find("abc"), { size: 3, values: { A: "changed", B: "b" }, revision: 9 });
    const seen = { ...inputs, size: 3, values: { A: secret("changed"), B: "b" } };
    expect(await plugin.read(THING, "abc", kept)).toStrictEqual({
      id: "abc",
      inputs: seen,
      outputs: { ...seen, url: "https://abc.test", token: secret("token-of-abc"), revision: 9 },
    });
  });

  it("that is gone reads as gone", async () => {
    const kept = await plugin.create(THING, inputs);
    cloud.things.clear();
    expect(await plugin.read(THING, "abc", kept)).toBeUndefined();
  });

  it("is imported by its id alone, with the inputs that Check would give it", async () => {
    cloud.things.set("abc", { name: "abc", size: 2, values: { A: "a" }, secret: {}, revision: 7 });
    const imported = await plugin.read(THING, "abc");
    expect(cloud.calls).toStrictEqual(["import"]);
    expect(imported?.inputs).toStrictEqual({ name: "abc", size: 2, values: { A: "a" }, secret: secret({}) });
    expect((await plugin.check(THING, imported?.inputs ?? {}, imported?.inputs)).inputs).toStrictEqual(
      imported?.inputs,
    );
  });

  it("that every change replaces cannot be updated", async () => {
    const kept = { inputs: { text: "a" }, outputs: { text: "a" } };
    await expect(plugin.update("toy:index:Stamp", "a", kept, { text: "b" })).rejects.toThrow(
      "toy:index:Stamp cannot be changed in place: every change replaces it.",
    );
  });
});

describe("a failure", () => {
  it("of a cloud is told in its own words", async () => {
    const error = new CloudError(
      {
        vendor: "Fly",
        action: 'create app "abc"',
        method: "POST",
        path: "/v1/apps",
        status: 422,
        said: "Name has already been taken",
      },
      { fix: "choose another name" },
    );
    cloud.before = () => {
      throw error;
    };
    const failure = await failureOf(plugin.create(THING, inputs));
    expect(failure.message).toBe(error.message);
    expect(failure.code).toBe(status.UNKNOWN);
    expect(failure.remains).toBeUndefined();
  });

  it.each([
    [new TypeError("cannot read properties of undefined"), "TypeError: cannot read properties of undefined"],
    [new Error("a wrong turn"), "Error: a wrong turn"],
    ["thrown", "thrown"],
  ])("of the plugin itself (%s) says so, without a stack", async (bug, told) => {
    cloud.before = () => {
      throw bug;
    };
    expect((await failureOf(plugin.create(THING, inputs))).message).toBe(
      `${told}\nThis is a bug in the plugin: please report it.`,
    );
  });

  it("after the thing was made keeps the thing, its secrets secret", async () => {
    const leaky = { ...inputs, size: 2 };
    const failure = await failureOf(plugin.create(THING, leaky));
    expect(failure.remains).toStrictEqual({
      id: "abc",
      inputs: leaky,
      outputs: { ...leaky, url: "https://abc.test", token: secret("token-of-abc"), revision: 1 },
      reasons: ["It leaks.\n  Fix: shake it", "It wobbles.\n  Fix: shake it"],
    });
    expect(cloud.things.has("abc")).toBe(true);
  });

  it("of a delete leaves the thing", async () => {
    const kept = await plugin.create(THING, inputs);
    cloud.before = () => {
      throw new Problem({ code: "toy", what: "It is held by another hand.", fix: "wait" });
    };
    await expect(plugin.delete(THING, "abc", kept)).rejects.toThrow("It is held by another hand.");
    expect(cloud.things.has("abc")).toBe(true);
  });
});

describe("Cancel", () => {
  it("ends what is under way and lets nothing new begin", async () => {
    let started = () => {};
    const underWay = new Promise<void>((resolve) => {
      started = resolve;
    });
    cloud.before = async (_operation, context) => {
      context.signal.throwIfAborted();
      started();
      await new Promise((_resolve, reject) =>
        context.signal.addEventListener("abort", () => reject(context.signal.reason)),
      );
    };
    const create = failureOf(plugin.create(THING, inputs));
    await underWay;
    await plugin.cancel();
    expect((await create).message).toBe("cancelled before it was finished.");
    expect((await failureOf(plugin.create(THING, inputs))).message).toBe("cancelled before it was finished.");
  });
});

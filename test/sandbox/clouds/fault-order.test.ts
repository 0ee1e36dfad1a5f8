import { describe, expect, it } from "vitest";
import { readFaultOrders } from "../../../sandbox/clouds/fault-order.ts";

const operations = ["fly.createApp", "fly.deleteApp", "neon.createProject"];

describe("a fault", () => {
  it("strikes once when it does not say how often", () => {
    expect(readFaultOrders({ operation: "fly.createApp", kind: "cut" }, operations)).toEqual({
      faults: [{ operation: "fly.createApp", kind: "cut", times: 1 }],
      problems: [],
    });
  });

  it("keeps what it says", () => {
    const orders = [
      { operation: "fly.createApp", kind: "refuse", status: 429, retryAfter: 2, times: 3 },
      { operation: "fly.createApp", kind: "slow", delayMs: 50 },
    ];
    expect(readFaultOrders(orders, operations).faults).toEqual([orders[0], { ...orders[1], times: 1 }]);
  });

  it.each<[string, unknown, string[]]>([
    [
      "on a misspelt operation",
      { operation: "fly.createAp", kind: "cut" },
      ['"fly.createAp" is not a known operation. Did you mean fly.createApp?'],
    ],
    [
      "on an unknown operation of a cloud",
      { operation: "fly.restartEverything", kind: "cut" },
      ['"fly.restartEverything" is not a known operation. Known: fly.createApp, fly.deleteApp'],
    ],
    [
      "on an operation of no cloud",
      { operation: "aws.createQueue", kind: "cut" },
      [`"aws.createQueue" is not a known operation. Known: ${operations.join(", ")}`],
    ],
    [
      "of an unknown kind",
      { operation: "fly.createApp", kind: "sloow" },
      ['"sloow" is not a known kind. Did you mean slow?'],
    ],
    [
      "with values that do not go together",
      { operation: "fly.createApp", kind: "drop", status: 503, retryAfter: 1, delayMs: 5 },
      [
        "status goes with refuse and misreport only",
        "retryAfter goes with refuse and misreport only",
        "delayMs goes with slow only",
      ],
    ],
    [
      "with values out of range",
      { operation: "fly.createApp", kind: "refuse", status: 200, times: 0 },
      ["status is a whole number from 400 to 599, not 200", "times is a whole number from 1 to 1000000, not 0"],
    ],
    ["with a word of its own", { operation: "fly.createApp", kind: "cut", after: 2 }, ["a fault has no after"]],
    ["that is not an object", "fly.createApp", ["a fault is an object with an operation and a kind"]],
  ])("%s is refused", (_, order, problems) => {
    expect(readFaultOrders(order, operations)).toEqual({ faults: [], problems });
  });

  it("sets none when one of several is wrong", () => {
    const orders = [
      { operation: "fly.createApp", kind: "cut" },
      { operation: "x", kind: "cut" },
    ];
    expect(readFaultOrders(orders, operations).faults).toEqual([]);
  });
});

import { expect, it } from "vitest";
import { addAccounts } from "../../../sandbox/clouds/accounts.ts";

it("accounts that the config gained are added, and nothing that is there changes", () => {
  const state = { zones: [{ id: "z1", records: 3 }], accounts: ["a"], apps: { api: {} }, made: [{ id: "m" }] };
  addAccounts(state, { zones: [{ id: "z1" }, { id: "z2" }], accounts: ["a", "b"], apps: {}, made: [], extra: [1] });
  expect(state).toEqual({
    zones: [{ id: "z1", records: 3 }, { id: "z2" }],
    accounts: ["a", "b"],
    apps: { api: {} },
    made: [{ id: "m" }],
  });
});

import { describe, expect, it } from "vitest";
import { lineageDefinition } from "../../src/provider/lineage.ts";
import { unknown } from "../plugin/harness.ts";
import { servePlugin } from "./cloudless.ts";

const TOKEN = "parity:index:Lineage";

describe("the lineage of a state", () => {
  const plugin = servePlugin(lineageDefinition);

  it("is never that of another state", async () => {
    const [one, other] = [await plugin().create(TOKEN, {}), await plugin().create(TOKEN, {})];
    expect(one.outputs["lineage"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(other.outputs["lineage"]).not.toBe(one.outputs["lineage"]);
  });

  it("is not known before it is made", async () => {
    expect(await plugin().previewCreate(TOKEN, {})).toStrictEqual({ lineage: unknown });
  });

  it("stays as it is at a refresh, and an import gives a lost one back", async () => {
    const kept = await plugin().create(TOKEN, {});
    expect(await plugin().read(TOKEN, kept.id, kept)).toStrictEqual(kept);
    expect(await plugin().read(TOKEN, kept.id)).toStrictEqual(kept);
  });

  it("is not imported from what is not one", async () => {
    await expect(plugin().read(TOKEN, "plyr")).rejects.toThrow('"plyr" is not the lineage of a state.');
  });
});

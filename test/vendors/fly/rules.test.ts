import { describe, expect, test } from "vitest";
import { flyAppNameProblem } from "../../../src/vendors/fly/app-name.ts";
import {
  FLY_MACHINE_PRESETS,
  flyMachineSizeProblem,
  flyMemoryProblem,
} from "../../../src/vendors/fly/machine-sizes.ts";
import { FLY_REGIONS, FLY_RETIRED_REGIONS, flyRegionProblem } from "../../../src/vendors/fly/regions.ts";
import { flyExpiryProblem } from "../../../src/vendors/fly/token.ts";
import { flyVariableNameProblem } from "../../../src/vendors/fly/variable-name.ts";
import { flyVolumeShrinkProblem } from "../../../src/vendors/fly/volume.ts";
import { flyVolumeNameProblem } from "../../../src/vendors/fly/volume-name.ts";

describe("Fly app names", () => {
  test.each(["plyr-api", "a", "7", "x".repeat(63)])("%j is accepted", (name) => {
    expect(flyAppNameProblem(name)).toBeUndefined();
  });

  test.each([
    ["plyr_api", "plyr-api"],
    ["Plyr-API", "plyr-api"],
    ["-plyr-", "plyr"],
    ["plyr.api", "plyr-api"],
  ])("%j is refused and %j proposed", (name, proposed) => {
    expect(flyAppNameProblem(name)).toMatchObject({
      code: "fly-app-name",
      what: `"${name}" is not a name Fly accepts.`,
      why: "A Fly app name has only a-z, 0-9 and dashes, with a letter or digit at both ends.",
      fix: `write ${proposed}`,
    });
  });

  test("64 characters are one too many", () => {
    const name = "x".repeat(64);
    expect(flyAppNameProblem(name)).toMatchObject({
      why: "It has 64 characters; a Fly app name has at most 63.",
      fix: `write ${"x".repeat(63)}`,
    });
  });

  test("a name without any usable character gets an example", () => {
    expect(flyAppNameProblem("___")?.fix).toBe("write a name such as my-app");
  });
});

describe("Fly regions", () => {
  test("every retired region has a replacement that is open", () => {
    expect(Object.keys(FLY_RETIRED_REGIONS)).toHaveLength(17);
    for (const [retired, open] of Object.entries(FLY_RETIRED_REGIONS)) {
      expect(FLY_REGIONS).not.toContain(retired);
      expect(FLY_REGIONS).toContain(open);
      expect(flyRegionProblem(retired)?.fix).toBe(`write "${open}"`);
    }
  });
});

describe("Fly machine sizes", () => {
  test("presets carry their default memory", () => {
    expect(FLY_MACHINE_PRESETS["shared-cpu-1x"]).toStrictEqual({ cpuKind: "shared", cpus: 1, defaultMemoryMb: 256 });
    expect(FLY_MACHINE_PRESETS["performance-16x"]).toStrictEqual({
      cpuKind: "performance",
      cpus: 16,
      defaultMemoryMb: 32768,
    });
  });

  test("every preset takes its own default memory", () => {
    for (const [name, { defaultMemoryMb }] of Object.entries(FLY_MACHINE_PRESETS)) {
      expect(flyMemoryProblem(name, defaultMemoryMb)).toBeUndefined();
    }
  });

  test.each([
    ["shared-cpu-1x", 300, "shared-cpu-1x has 256 to 2048 MB in steps of 256.", "write 256 or 512"],
    ["shared-cpu-1x", 4096, "shared-cpu-1x has 256 to 2048 MB in steps of 256.", "write 2048"],
    ["shared-cpu-2x", 256, "shared-cpu-2x has 512 to 4096 MB in steps of 256.", "write 512"],
    ["performance-1x", 2304, "performance-1x has 2048 to 8192 MB in steps of 1024.", "write 2048 or 3072"],
  ])("%s with %i MB is refused with the nearest sizes", (preset, memoryMb, why, fix) => {
    expect(flyMemoryProblem(preset, memoryMb)).toMatchObject({ code: "fly-memory", why, fix });
  });

  test.each([
    ["shared-cpu-3x", 'did you mean "shared-cpu-1x"?'],
    ["big", `write one of ${Object.keys(FLY_MACHINE_PRESETS).join(", ")}`],
  ])("the unknown size %s gets the nearest or the known ones", (size, fix) => {
    expect(flyMachineSizeProblem(size)).toMatchObject({ what: `"${size}" is not a machine size of Fly.`, fix });
    expect(flyMemoryProblem(size, 512)).toBeUndefined();
  });
});

describe("Fly secret names", () => {
  test.each(["DATABASE_URL", "_x", "a1"])("%j is accepted", (name) => {
    expect(flyVariableNameProblem(name)).toBeUndefined();
  });

  test.each([
    ["DATABASE-URL", "write DATABASE_URL"],
    ["1PASSWORD", "write _1PASSWORD"],
    ["", "write a name such as API_KEY"],
  ])("%j is not an environment variable: %s", (name, fix) => {
    expect(flyVariableNameProblem(name)).toMatchObject({
      code: "fly-variable-name",
      what: `${JSON.stringify(name)} is not a name Fly accepts.`,
      why: "The name of an environment variable has letters, digits and underscores, and no digit first.",
      fix,
    });
  });

  test("Fly's own prefix is refused", () => {
    expect(flyVariableNameProblem("FLY_REGION")).toMatchObject({
      why: "Names starting with FLY_ belong to Fly (fly.io/docs/machines/runtime-environment).",
      fix: "write REGION",
    });
  });
});

describe("Fly volumes", () => {
  test.each(["data", "plyr_data", "_2", "x".repeat(30)])("the name %j is accepted", (name) => {
    expect(flyVolumeNameProblem(name)).toBeUndefined();
  });

  test.each([
    ["plyr-data", "write plyr_data"],
    ["Data", "write data"],
    ["-a.b-", "write a_b"],
    ["", "write a name such as app_data"],
  ])("the name %j is refused: %s", (name, fix) => {
    expect(flyVolumeNameProblem(name)).toMatchObject({
      code: "fly-volume-name",
      what: `${JSON.stringify(name)} is not a name Fly accepts for a volume.`,
      why: "A volume's name has only a-z, 0-9 and underscores.",
      fix,
    });
  });

  test("a name that is too long is cut", () => {
    expect(flyVolumeNameProblem("x".repeat(31))).toMatchObject({ fix: `write ${"x".repeat(30)}` });
  });

  test("grow and stay, and never shrink", () => {
    expect([3, 4].map((desired) => flyVolumeShrinkProblem("data", 3, desired))).toStrictEqual([undefined, undefined]);
    expect(flyVolumeShrinkProblem("data", 3, 2)).toMatchObject({
      ...{ code: "fly-volume-shrink", what: 'Volume "data" has 3 GB, and 2 GB are declared.' },
      fix: expect.stringMatching(/^write 3; /),
    });
  });
});

describe("token expiries", () => {
  test.each(["8760h", "1h30m", "0.5h", "90s"])("%j is accepted", (expiry) => {
    expect(flyExpiryProblem(expiry)).toBeUndefined();
  });

  test.each(["", "1y", "365d", "0h", "-1h", "8760"])("%j is refused", (expiry) => {
    expect(flyExpiryProblem(expiry)).toMatchObject({
      what: `${JSON.stringify(expiry)} is not a Go duration above zero, the form in which Fly accepts an expiry.`,
      fix: "write hours, such as 8760h for a year",
    });
  });
});

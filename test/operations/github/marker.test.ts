import { expect, test } from "vitest";
import { markerOf, readMarker } from "../../../src/operations/github/marker.ts";

test("a marker is read where it is the first line, and as what it is", () => {
  const text = `${markerOf("drift", { stack: "staging", digest: "aa=" })}\r\nthe text`;
  expect(readMarker("drift", text)).toEqual({ stack: "staging", digest: "aa=" });
  expect([readMarker("preview", text), readMarker("drift", `a line\n${text}`), readMarker("drift", "")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

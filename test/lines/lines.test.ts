import { expect, test } from "vitest";
import { textsIn } from "./shapes.ts";

test("x", () => {
  const texts = textsIn("src");
  console.log([...new Set(texts.filter((t) => t.tag === "line").map((t) => t.text))].sort().join("\n"));
  console.log(
    texts
      .filter(
        (t) =>
          t.tag !== "line" &&
          !t.place.startsWith("src/documents") &&
          /(^|[\s(`'"])(pulumi|parity|npm run|npx|flyctl|fly|gh|git|neonctl|neon) [a-z-]+( |$|`|\)|,|;|:)/.test(t.text),
      )
      .map((t) => `${t.place} ${t.tag ?? ""} ${t.text}`)
      .join("\n"),
  );
  expect(1).toBe(1);
});

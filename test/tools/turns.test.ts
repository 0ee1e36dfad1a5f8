import { expect, it } from "vitest";
import { Turns } from "../../tools/turns.mjs";

it("shows the first as it comes, and each other whole when those before it have ended", () => {
  let shown = "";
  const turns = new Turns(["a", "b", "c"], (text) => {
    shown += text;
  });
  turns.say("b", "b1 ");
  turns.say("a", "a1 ");
  turns.say("c", "c1 ");
  turns.end("b");
  expect(shown).toBe("a1 ");
  turns.say("a", "a2 ");
  turns.end("a");
  expect(shown).toBe("a1 a2 b1 c1 ");
  turns.say("c", "c2 ");
  turns.end("c");
  expect(shown).toBe("a1 a2 b1 c1 c2 ");
});

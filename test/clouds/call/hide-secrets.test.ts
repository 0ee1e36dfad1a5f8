import { expect, test } from "vitest";
import { hideSecrets } from "../../../src/clouds/call/hide-secrets.ts";

test.each([
  ["as it is", "the token fm2_abc is bad, fm2_abc again", ["fm2_abc"], "the token [secret] is bad, [secret] again"],
  ["as JSON writes it", '{"A":"a \\"b\\"\\nc"}', ['a "b"\nc'], '{"A":"[secret]"}'],
  ["with signs that mean something elsewhere", "p$1.*+?^(x)[y]|z", ["$1.*+?^(x)[y]|z"], "p[secret]"],
  ["and nothing is left of one that begins with another", "abcdef", ["abc", "abcdef"], "[secret]"],
  ["and not in what stands in its place", "secret e", ["e", "secret"], "[secret] [secret]"],
])("a value is hidden %s", (_, text, secrets, hidden) => {
  expect(hideSecrets(text, secrets)).toBe(hidden);
});

test.each([[[]], [[""]]])("with %j to hide the text stays", (secrets) => {
  expect(hideSecrets("text", secrets)).toBe("text");
});

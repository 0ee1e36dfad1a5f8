import { describe, expect, test } from "vitest";
import { hideSecrets, hidingSecrets, rememberSecrets } from "../../src/problem/secrets.ts";

const pem = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n-----END KEY-----";

test.each([
  ["as it is", "the token fm2_abcd is bad, fm2_abcd again", ["fm2_abcd"], "the token [secret] is bad, [secret] again"],
  ["inside of a word", "xfm2_abcdy", ["fm2_abcd"], "x[secret]y"],
  ["as JSON writes it", '{"A":"a \\"b\\"\\nc"}', ['a "b"\nc'], '{"A":"[secret]"}'],
  ["as Go writes JSON", '{"A":"a\\u0026b\\u003cc"}', ["a&b<c"], '{"A":"[secret]"}'],
  ["as an address writes it", "postgres://u:p%40ss%2Fword@h/d", ["p@ss/word"], "postgres://u:[secret]@h/d"],
  ["with signs that mean something elsewhere", "p$1.*+?^(x)[y]|z", ["$1.*+?^(x)[y]|z"], "p[secret]"],
  ["and nothing is left of one that begins with another", "abcdef", ["abc", "abcdef"], "[secret]"],
  ["and not in what stands in its place", "secret e", ["e", "secret"], "[secret] [secret]"],
  ["by one of its lines", "bad base64: MIIEvQIBADANBgkq", [pem], "bad base64: [secret]"],
  ["by one of its tokens", "bad token fm2_abcd", ["FlyV1 fm2_abcd,fm2_efgh"], "bad token [secret]"],
  ["with half a character in it", "x\ud800xxxxxxxx", ["\ud800xxxxxxxx"], "x[secret]"],
  ["that is short, where it stands alone", "PIN=1234, 1234", ["1234"], "PIN=[secret], [secret]"],
  ["that is short, after an escape", '"a\\n1234"', ["1234"], '"a\\n[secret]"'],
])("a value is hidden %s", (_, text, secrets, hidden) => {
  expect(hideSecrets(text, secrets)).toBe(hidden);
});

test("a short value stays inside of a longer word: it would be found in too many", () => {
  expect(hideSecrets("only one of 12345", ["on", "1234"])).toBe("only one of 12345");
});

test.each([[[]], [[""]], [[" \n"]]])("with %j to hide the text stays", (secrets) => {
  expect(hideSecrets("te xt", secrets)).toBe("te xt");
});

describe("an operation", () => {
  test("hides what it was told of, in whatever runs inside it and nowhere else", async () => {
    const run = (secret: string) =>
      hidingSecrets(async () => {
        rememberSecrets(secret);
        await new Promise((resolve) => setTimeout(resolve, 1));
        return hideSecrets("first-secret second-secret");
      });
    expect(await Promise.all([run("first-secret"), run("second-secret")])).toStrictEqual([
      "[secret] second-secret",
      "first-secret [secret]",
    ]);
    expect(hideSecrets("first-secret")).toBe("first-secret");
  });

  test("hides nothing under four characters, which are words of our own", () => {
    hidingSecrets(() => {
      rememberSecrets("a", "1");
      expect(hideSecrets("a bug at 1")).toBe("a bug at 1");
    });
  });
});

test("what everybody knows of an operation is not hidden, although it is a secret's value, too", () => {
  hidingSecrets(() => {
    rememberSecrets("staging", "napi_0123456789");
    expect(hideSecrets("run it with --stack staging and napi_0123456789")).toBe(
      "run it with --stack staging and [secret]",
    );
  }, "urn:pulumi:staging::plyr::parity:fly:Secrets::api");
});

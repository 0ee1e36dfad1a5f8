import fc from "fast-check";
import { ConfigFile } from "../../../src/config/source/config-file.ts";
import { checkPlain } from "../../../src/config/source/plain-scalars.ts";

/** Pieces that scalars of YAML are told apart by. */
const pieces = [
  ...[
    "0",
    "7",
    "1",
    "10",
    "_",
    "-",
    "+",
    ".",
    "e",
    "E",
    "x",
    "o",
    "b",
    "F",
    ":",
    "30",
    "2024",
    "01",
    "-01-01",
    "0x",
    "0b",
  ],
  ...["T", "Z", "true", "Yes", "no", "~", "null", "inf", "nan", "a", "<<", "=", " ", " #", "#", "é", "😀", "\u00a0"],
  ...[
    "'",
    '"',
    "\\",
    "\\n",
    "\\x41",
    "\\/",
    "{",
    "}",
    "[",
    "]",
    ",",
    ", ",
    "- ",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "%",
    "@",
    "`",
  ],
  ...["|", ">", "$", "${x.y}", "//", "http://h/p?q#f"],
];

/** What may stand after a key. Half of them are made of what numbers and dates are made of. */
export const scalars = fc
  .oneof(
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }),
    fc.array(fc.constantFrom(...pieces.slice(0, 23)), { minLength: 1, maxLength: 5 }),
  )
  .map((parts) => parts.join(""));

/** What this program makes of a scalar; nothing where it is refused. */
export function readScalar(scalar: string): { readonly value: unknown } | undefined {
  const file = new ConfigFile("Pulumi.dev.yaml", { text: `config:\n  other:values:\n    k: ${scalar}\n    z: 1\n` });
  if (file.problems.length > 0) return undefined;
  const isRefused = file.scalars(["config"]).some(({ scalar: one }) => checkPlain(one, () => "other") !== undefined);
  if (isRefused) return undefined;
  const { config } = file.content as { config: { "other:values": { k: unknown } } };
  return { value: config["other:values"].k };
}

import { type Document, isNode, isScalar, type Node, type Pair, type Scalar, visit } from "yaml";
import { checkAliases } from "./aliases.ts";
import { type Fault, fault } from "./fault.ts";
import { kindOf } from "./plain-scalars.ts";

/** Characters that Pulumi's engine refuses or takes for the end of a line: yaml.v3, `is_printable` and `is_break`. */
const unreadable = /[^\P{Cc}\t\n\r]|[\u2028\u2029\uFEFF\uFFFE\uFFFF]|\r(?!\n)/u;

/** Everything in which two readers of YAML differ, whatever the file is for. Empty: both read one and the same. */
export function checkStructure(document: Document, text: string): Fault[] {
  const character = unreadable.exec(text);
  if (character) return [invisible(character[0], character.index)];
  const faults = [...checkDirectives(document), ...checkTabs(document, text), ...checkAliases(document)];
  visit(document, {
    Pair: (_, pair) => void faults.push(...checkKey(pair as Pair<Node | null>, text)),
    Map: (_, map) => void faults.push(...checkTag(map), ...repeatedKeys(map.items as Pair<Node | null>[])),
    Seq: (_, list) => void faults.push(...checkTag(list)),
    Scalar: (_, scalar) => void faults.push(...checkTag(scalar), ...checkCharacters(scalar, text)),
  });
  return faults;
}

function invisible(character: string, offset: number): Fault {
  const digits = character.charCodeAt(0).toString(16).padStart(4, "0");
  const fix = character === "\0" ? "remove it" : `remove it, or write \\u${digits} inside double quotes`;
  const why = "Pulumi's engine refuses it, or ends the line there.";
  return fault(
    "unreadable-character",
    offset,
    `The character U+${digits.toUpperCase()} stands in this line.`,
    fix,
    why,
  );
}

function checkDirectives({ directives }: Document): Fault[] {
  if (!directives?.yaml.explicit && Object.keys(directives?.tags ?? {}).length <= 1) return [];
  return [fault("yaml-feature", 0, "The file begins with a directive (%).", "remove the lines that begin with %")];
}

/** YAML indents with spaces. What readers make of a tab there differs; inside quotes and blocks it is text. */
function checkTabs(document: Document, text: string): Fault[] {
  const texts: (readonly [start: number, end: number])[] = [];
  visit(document, {
    Scalar: (_, { type, range }) => void (type !== "PLAIN" && range && texts.push([range[0], range[1]])),
  });
  const isText = ({ index }: RegExpExecArray) => texts.some(([start, end]) => start < index && index < end);
  const tab = [...text.matchAll(/^ *\t/gm)].find((one) => !isText(one));
  if (!tab) return [];
  return [fault("not-yaml", tab.index, "This line begins with a tab.", "indent it with spaces")];
}

function checkTag(node: Node): Fault[] {
  if (node.tag === undefined || node.tag === "tag:yaml.org,2002:str") return [];
  const what = `${node.tag.replace("tag:yaml.org,2002:", "!!")} is a tag.`;
  return [
    fault("yaml-feature", node, what, "remove the tag; write text in quotes", "YAML readers know different tags."),
  ];
}

function checkKey({ key }: Pair<Node | null>, file: string): Fault[] {
  if (!isScalar(key)) {
    const what = isNode(key) ? "The key is a list, a map or an alias." : "The key is empty.";
    return [fault("yaml-feature", key, what, "write a word as the key", "Pulumi's engine takes text alone.")];
  }
  const [start = 0, end = 0] = key.range ?? [];
  if (/(^|[\s,[{])\?\s+$/.test(file.slice(0, start))) {
    return [fault("yaml-feature", start, "A question mark stands before the key.", "write the key alone")];
  }
  if (/^:[,}\]]/.test(file.slice(end, end + 2))) {
    const why = "Pulumi's engine takes the colon for a part of the key.";
    return [fault("yaml-feature", start, "No space stands after the colon.", "write the value after it, or null", why)];
  }
  const text = key.type === "PLAIN" ? (key.source ?? "") : undefined;
  if (text === "<<") {
    const why = "To Pulumi's engine it is a merge, and to other readers a key like any other.";
    const fix = 'write the keys out, or "<<" in quotes where a name is meant';
    return [fault("yaml-feature", key, "The key << merges another map into this one.", fix, why)];
  }
  if (text === undefined || kindOf(text) === "text") return [];
  const why = "Pulumi's engine refuses a key that is not text.";
  return [fault("unquoted-text", key, `The key ${text} is not text.`, `write it in quotes: "${text}"`, why)];
}

function repeatedKeys(pairs: readonly Pair<Node | null>[]): Fault[] {
  const names = pairs.map(({ key }) => (isScalar(key) ? String(key.value) : undefined));
  return pairs.flatMap(({ key }, index) => {
    const name = names[index];
    if (name === undefined || names.indexOf(name) === index) return [];
    return [fault("repeated-key", key, `"${name}" stands here twice.`, "keep one of them, or rename one")];
  });
}

function checkCharacters(scalar: Scalar, text: string): Fault[] {
  if (typeof scalar.value === "string" && scalar.value.includes("\0")) {
    const why = "Neither an environment variable nor a vendor keeps one.";
    return [fault("unreadable-character", scalar, "The text holds a NUL character.", "remove the NUL", why)];
  }
  if (scalar.type?.startsWith("BLOCK") && String(scalar.value).startsWith("\n")) {
    const fix = "write it in double quotes, with \\n for each line's end";
    return [fault("yaml-feature", scalar, "The text begins with an empty line.", fix, "Pulumi's engine may drop it.")];
  }
  const [start = 0, end = 0] = scalar.range ?? [];
  if (scalar.type !== "QUOTE_DOUBLE" || !/(^|[^\\])(\\\\)*\\u[dD][89a-fA-F]/.test(text.slice(start, end))) return [];
  const fix = "write the character itself, or its number after \\U, such as \\U0001F600";
  const what = "The text holds \\ud8.. to \\udf..: half of a character.";
  return [fault("unreadable-character", scalar, what, fix, "Pulumi's engine refuses it.")];
}

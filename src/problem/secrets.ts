import { AsyncLocalStorage } from "node:async_hooks";

/** A shorter value is hidden only where it stands alone: `1` or `on` is a part of too many words. */
const SHORT = 8;

/** What is shorter is not remembered: it would hide words of our own, such as `a`, and is guessed as fast as read. */
const SHORTEST = 4;

interface Operation {
  readonly secrets: Set<string>;
  /** What everybody knows of it. */
  readonly plain: string;
}

const ofOperation = new AsyncLocalStorage<Operation>();

/**
 * Runs an operation in which `hideSecrets` hides what `rememberSecrets` has been told of, in whatever runs inside it. What stands
 * in `plain`, such as a URN, is no secret wherever it came from: an app is told the stack's name as one of its secrets.
 */
export function hidingSecrets<T>(operation: () => T, plain = ""): T {
  return ofOperation.run({ secrets: new Set(), plain }, operation);
}

/** Values of four characters or more that no text of this operation may repeat. Outside of `hidingSecrets` nothing is remembered. */
export function rememberSecrets(...values: readonly string[]): void {
  const { secrets, plain = "" } = ofOperation.getStore() ?? {};
  for (const value of values) if (value.length >= SHORTEST && !plain.includes(value)) secrets?.add(value);
}

/**
 * A text without these values and without those of the operation, as they are, as JSON and addresses write them, and part by
 * part: vendors quote what they were sent, and so does Node when a header cannot be sent.
 */
export function hideSecrets(text: string, secrets: readonly string[] = []): string {
  const forms = new Set([...secrets, ...(ofOperation.getStore()?.secrets ?? [])].flatMap(formsOf));
  if (forms.size === 0) return text;
  // The longest first: where one begins with another, nothing of it must be left.
  const patterns = [...forms].sort((a, b) => b.length - a.length).map(patternOf);
  return text.replace(new RegExp(patterns.join("|"), "g"), "[secret]");
}

function formsOf(secret: string): string[] {
  // Lines of a key, tokens of a header.
  const parts = secret.split(/[\s,]+/).filter((part) => part.length >= SHORT);
  return [secret, ...parts]
    .filter((one) => one.trim() !== "")
    .flatMap((one) => {
      const json = JSON.stringify(one).slice(1, -1);
      // As Go writes JSON.
      const html = json.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
      return [one, json, html, encodeURIComponent(one.replace(/\p{Cs}/gu, "\ufffd"))];
    });
}

function patternOf(form: string): string {
  const pattern = form.replace(/[^\w\s]/g, "\\$&");
  return form.length < SHORT ? `(?:(?<!\\w)|(?<=\\\\[nrt]))${pattern}(?!\\w)` : pattern;
}

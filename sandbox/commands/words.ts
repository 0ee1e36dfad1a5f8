import { InvalidArgumentError } from "commander";

/** A number above 0. */
export function parseCount(word: string): number {
  if (!/^[1-9]\d*$/.test(word)) throw new InvalidArgumentError("It is a whole number above 0.");
  return Number(word);
}

/** The word that takes all of them away. */
export function parseClear(word: string): string {
  if (word !== "clear") throw new InvalidArgumentError("The only word it takes is clear.");
  return word;
}

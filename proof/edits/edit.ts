import type { Held } from "../stage/census.ts";

/** Something that a person does in a cloud, past us. */
export interface Edit {
  readonly name: string;
  readonly apply: (clouds: Held) => void;
  readonly shows: {
    /** A refresh finds it gone. */
    readonly gone?: true;
    /** The properties that a preview then shows, by their paths. None: it is nobody's business. */
    readonly fields?: readonly string[];
    /** What a refresh says of something that is no input. */
    readonly says?: RegExp;
  };
}

/** What has to be there, because the subject made it. */
export function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("what is edited is not there");
  return found;
}

/** Sets a property that the type keeps readonly: a vendor can. */
export function set<T extends object>(thing: T, values: Partial<T>): void {
  Object.assign(thing, values);
}

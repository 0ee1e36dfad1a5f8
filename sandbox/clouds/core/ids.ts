import { createHash } from "node:crypto";

/** Identifiers that look random and are the same in every run: the n-th id of a kind is a hash of its number. */
export class Ids {
  constructor(
    private readonly cloud: string,
    private readonly held: { [kind: string]: number },
  ) {}

  /** A decimal counter from `first`, for vendors whose ids are numbers. */
  number(kind: string, first = 1): number {
    return first + this.next(kind) - 1;
  }

  /** `length` lower-case hexadecimal characters. */
  hex(kind: string, length: number): string {
    return this.digest(kind).slice(0, length);
  }

  /** `length` characters of a-z and 0-9. */
  slug(kind: string, length: number): string {
    return BigInt(`0x${this.digest(kind)}`)
      .toString(36)
      .slice(1, length + 1);
  }

  uuid(kind: string): string {
    const h = this.digest(kind);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
  }

  private next(kind: string): number {
    const n = (this.held[kind] ?? 0) + 1;
    this.held[kind] = n;
    return n;
  }

  private digest(kind: string): string {
    return createHash("sha256")
      .update(`${this.cloud}/${kind}/${this.next(kind)}`)
      .digest("hex");
  }
}

import type { Credential } from "./credential.ts";

/** A vendor's API, as errors and settings name it. */
export interface Service {
  readonly vendor: Credential["vendor"];
  readonly statusPage: string;
  /** Environment variables that hold an address of it. */
  readonly addresses: readonly string[];
}

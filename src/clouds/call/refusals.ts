import { printable } from "../../problem/printable.ts";
import { hideSecrets } from "../../problem/secrets.ts";
import type { Service } from "../../vendors/service.ts";
import { CloudError, type CloudFailure, isUncertain, type Subject } from "./cloud-error.ts";

const LONGEST_WORDS = 500;

/** How one vendor's failures read: without our secrets, and always with something to do. */
export class Refusals {
  private readonly service: Service;
  private readonly secrets: readonly string[];

  /** `secrets`: what no error repeats, such as the token. */
  constructor(service: Service, secrets: readonly string[]) {
    this.service = service;
    this.secrets = secrets;
  }

  /** Nothing came back, or not all of it: the vendor may have done the work. */
  silent(subject: Subject, said: string, hidden: readonly string[] = []): CloudError {
    const { vendor, statusPage, addresses } = this.service;
    const set = `${addresses.join(" and ")} if ${addresses.length > 1 ? "they are" : "it is"} set`;
    const failure = { ...this.subjectOf(subject), vendor, said: this.hide(said, hidden) };
    return new CloudError(failure, { fix: `check the network, ${statusPage}, and ${set}` });
  }

  /** `fix` is what is known to help; without one the vendor's own words have to do. `hidden`: secrets of this call. */
  refused(
    subject: Subject,
    answer: Pick<CloudFailure, "code" | "said" | "requestId" | "retryAfterMs"> & {
      readonly status: number;
      readonly fix?: string | undefined;
    },
    hidden: readonly string[] = [],
  ): CloudError {
    const { vendor, statusPage } = this.service;
    const { status, code, said, requestId, retryAfterMs, fix } = answer;
    const failure = { vendor, status, code, said: this.hide(said, hidden), requestId, retryAfterMs };
    const general = isUncertain(status)
      ? `run the same command again; if it stays, see ${statusPage}`
      : `change what ${vendor} names, then run the same command again`;
    return new CloudError({ ...this.subjectOf(subject), ...failure }, { fix: fix ?? general });
  }

  /** A 2xx whose body is not of the documented shape. A write may have been done. */
  malformed(
    subject: Subject,
    answer: { readonly status: number; readonly said: string; readonly requestId?: string | undefined },
    hidden: readonly string[] = [],
  ): CloudError {
    const { vendor, statusPage, addresses } = this.service;
    const failure = { ...this.subjectOf(subject), ...answer, vendor, malformed: true };
    return new CloudError(
      { ...failure, said: this.hide(answer.said, hidden) },
      {
        fix: `see that ${addresses.join(" and ")}, where set, leads to the API, look at ${statusPage}, and run the same command again`,
      },
    );
  }

  private subjectOf({ action, method, path }: Subject): Subject {
    return { action, method, path };
  }

  /** As one line: more could look like our own, which say what to run. */
  private hide(said: string, hidden: readonly string[]): string {
    const shown = hideSecrets(said, [...this.secrets, ...hidden]);
    return printable(shown.trim().replace(/\s*[\r\n]\s*/g, " ")).slice(0, LONGEST_WORDS);
  }
}

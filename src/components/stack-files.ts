import { listStackFiles, type Stray } from "../config/source/files.ts";
import { StackSource } from "../config/source/stack-source.ts";
import type { SystemSource } from "../config/source/system-source.ts";
import { isTemplate, pullOf } from "./review/template.ts";
import { tierOf } from "./tier.ts";

/** The files beside Pulumi.yaml that each say one environment. */
export class StackFiles {
  readonly stacks: readonly StackSource[];
  /** What the environments of pull requests are made from: Pulumi.review.yaml, which is no stack. */
  readonly template: StackSource | undefined;
  readonly strays: readonly Stray[];
  /** Made from the template on this machine: nobody wrote them, and only their own runs look at them. */
  readonly #reviews: readonly StackSource[];
  readonly #folder: string;
  readonly #main: SystemSource;

  /** @param folder with Pulumi.yaml, which `main` is */
  constructor(folder: string, main: SystemSource) {
    this.#folder = folder;
    this.#main = main;
    const { stacks, strays } = listStackFiles(folder);
    this.strays = strays;
    const sources = stacks.map((stack) => new StackSource(folder, stack, main));
    this.template = sources.find(({ stack, environment }) => isTemplate(stack, tierOf(stack, environment.value)));
    const isMade = ({ stack }: StackSource) => this.template !== undefined && pullOf(stack) !== undefined;
    this.#reviews = sources.filter(isMade);
    this.stacks = sources.filter((source) => source !== this.template && !isMade(source));
  }

  find(stack: string): StackSource | undefined {
    return [...this.#written, ...this.#reviews].find((one) => one.stack === stack);
  }

  /** What is written, and what is run: a stack may be without a file, and is then what Pulumi.yaml says. */
  of(given: string | undefined, keeper: string | undefined): readonly StackSource[] {
    const run = this.#reviews.filter(({ stack }) => stack === given || stack === keeper);
    const found = [...this.#written, ...run];
    if (given === undefined || found.some(({ stack }) => stack === given)) return found;
    return [...found, new StackSource(this.#folder, given, this.#main)];
  }

  /** All that has a file: the stacks, and the template of some that have none. */
  get #written(): readonly StackSource[] {
    return [...this.stacks, ...(this.template ? [this.template] : [])];
  }
}

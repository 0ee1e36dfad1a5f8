/** What getting an engine needs of its surroundings. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Takes one plain line about what is happening. */
  readonly say: (line: string) => void;
}

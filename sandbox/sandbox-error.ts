/** What stops the sandbox, worded for the person who ran it: shown without a stack trace. */
export class SandboxError extends Error {
  /** `exitCode` 2 says that the command line was wrong, 1 that something else was. */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
    this.name = "SandboxError";
  }
}

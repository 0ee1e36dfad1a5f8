/** Exit codes of the commands that run the engine; 0 is success. docs/ci.md lists them. */
export const exitCodes = {
  /** It went wrong, or it is not known. */
  failed: 1,
  /** The clouds, the state or the config say different things. */
  drift: 2,
  /** A stateful thing would be deleted or replaced, and nobody has allowed it. */
  destructive: 3,
  /** It would not do what was reviewed, or nothing was. */
  refused: 4,
  /** Somebody ended it, such as by Ctrl-C: what a shell makes of SIGINT. */
  interrupted: 130,
} as const;

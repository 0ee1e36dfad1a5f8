import { typed } from "./typed.ts";

export const help = `The sandbox: every environment on this machine, with the real Pulumi engine and emulated clouds. No account needed.

  ${typed} [--dir <folder>] [--system <name>] <command> …

Any pulumi command works as it does elsewhere:
  ${typed} up --stack staging --yes
  ${typed} preview --stack staging --expect-no-changes
  ${typed} stack output --stack staging
  ${typed} destroy --stack staging --yes

And any command of ours, as a workflow runs it:
  ${typed} parity preview --stack staging
  ${typed} parity drift --all

Commands of the sandbox itself:
  status [--json]                 engine, clouds and stacks
  show [cloud] [--json]           what the clouds hold: names, or one cloud in full
  page [--port n]                 a page that shows environments, clouds, calls and runs live, and switches faults
  journal [--last n] [--json]     requests the clouds were sent
  operations [word]               calls the clouds serve, by the names that faults use
  fault <operation> <kind>        make a call go wrong; see: fault --help
  faults [clear]                  faults that are set
  conditions [clear]              delays and rate limits of all calls; see: conditions --help
  artifact <file> …               what a workflow run would have uploaded; see: artifact --help
  engine                          find or get the engine, and nothing else
  variables                       export lines that point each vendor's own tools at the clouds
  stop                            end the background process of the clouds; what they hold stays
  reset                           forget everything: clouds, stacks, generated project

  --dir <folder>      where the sandbox keeps everything (default .sandbox, or PARITY_SANDBOX_DIR)
  --system <name>     run systems/<name>, or the project of a path, instead of the one in this folder

All it needs is set up by the first command; sandbox/README.md says more. "${typed} help" is pulumi's own help.
`;

export interface SetupCiCommand {
  /** Root of the infrastructure repository. */
  readonly root: string;
  /** Folders of the products. Default: every one that is found. */
  readonly project?: readonly string[];
  readonly branch: string;
  /** `owner/name@ref` of the workflows that do the work. Default: they are written beside their callers. */
  readonly from?: string;
  /** Writes the workflows, and asks nothing of GitHub. */
  readonly files?: boolean;
  readonly check?: boolean;
  readonly force?: boolean;
  /** The infrastructure repository, `owner/name`. Default: `GITHUB_REPOSITORY`, else git's origin. */
  readonly repository?: string;
  /** Logins of those who may approve production's runs, with commas. */
  readonly approvers?: string;
  /** How many have to approve a pull request. */
  readonly approvals: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

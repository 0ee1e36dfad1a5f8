/**
 * How long Fly's unfinished work takes here, counted in reads of the thing itself, so that a client must poll and two
 * runs poll alike.
 */
export const LAG = {
  /** Looks at an app that still succeed after its deletion was accepted. */
  appDeletion: 2,
  /** Reads of a certificate between the check that finds the DNS right and its issue. */
  certificateIssue: 1,
  /** Reads that still see a Managed Postgres cluster in a status before it takes the next. */
  postgresStatus: 1,
} as const;

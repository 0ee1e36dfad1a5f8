/** Paid plans have no monthly fee. A plan that the config does not name is counted as the dearer of free and launch. */
export const neonPrices = {
  source: { page: "neon.com/docs/introduction/plans", date: "2026-11-12" },
  computeHour: { launch: 0.106, scale: 0.222 },
  storageGb: 0.35,
} as const;

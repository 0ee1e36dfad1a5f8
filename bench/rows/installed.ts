import { type Installed, timeInstalled } from "../installed.ts";
import type { Row } from "../row.ts";
import { columns } from "../table.ts";

export const installedRow: Row = {
  name: "installed",
  about: "from the packed package to a new product's first environment",
  measure: async ({ root, say }) => {
    const installed = timeInstalled(root, say);
    return { numbers: installed, lines: renderInstalled(installed) };
  },
};

function renderInstalled({ install, up, megabytes, checkoutMegabytes }: Installed): string[] {
  return [
    columns("From the tarball to the first environment", "seconds"),
    columns("  npm install", install.toFixed(1)),
    columns("  parity up of staging in a new sandbox", up.toFixed(1)),
    columns("  together", (install + up).toFixed(1)),
    `  ${megabytes.toFixed(0)} MB are installed, ${(megabytes / checkoutMegabytes).toFixed(2)} of a checkout.`,
    "",
  ];
}

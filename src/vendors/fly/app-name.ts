import { Problem } from "../../problem/problem.ts";
import { nearestLabel } from "../dns-label.ts";

/**
 * The API answers 422 "Name under 63 chars using numbers, lowercase letters and dashes" (fly-go, apps test; flyctl issue
 * 4292). It does not say whether 63 itself passes; the name is a DNS label under fly.dev, so 63 is the most.
 */
export function flyAppNameProblem(name: string): Problem | undefined {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return undefined;
  const nearest = nearestLabel(name, 63);
  return new Problem({
    code: "fly-app-name",
    what: `${JSON.stringify(name)} is not a name Fly accepts.`,
    why:
      name.length > 63
        ? `It has ${name.length} characters; a Fly app name has at most 63.`
        : "A Fly app name has only a-z, 0-9 and dashes, with a letter or digit at both ends.",
    fix: nearest === "" ? "write a name such as my-app" : `write ${nearest}`,
  });
}

/** Host every Fly app answers on once it has an address. */
export function flyHost(app: string): string {
  return `${app}.fly.dev`;
}

/** Host that answers in the private network of the app's organization alone (fly.io/docs/networking/private-networking). */
export function flyInternalHost(app: string): string {
  return `${app}.internal`;
}

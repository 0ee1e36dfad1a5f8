import type * as pulumi from "@pulumi/pulumi";
import { isStateful } from "../provider/stateful.ts";

/** Has Pulumi refuse to delete what holds something that cannot be made again, because its type says so. */
export function protectStateful({
  type,
  props,
  opts,
}: pulumi.ResourceTransformationArgs): pulumi.ResourceTransformationResult | undefined {
  return isStateful(type) ? { props, opts: { ...opts, protect: true } } : undefined;
}

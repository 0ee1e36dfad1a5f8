import type * as pulumi from "@pulumi/pulumi";
import { describeType } from "./resource-types.ts";

/** Has Pulumi refuse to delete what holds something that cannot be made again, because its type says so. */
export function protectStateful({
  type,
  props,
  opts,
}: pulumi.ResourceTransformationArgs): pulumi.ResourceTransformationResult | undefined {
  return describeType(type).stateful ? { props, opts: { ...opts, protect: true } } : undefined;
}

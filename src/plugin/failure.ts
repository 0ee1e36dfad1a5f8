import { Metadata, status } from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import { printableLines } from "../problem/printable.ts";
import { Problem } from "../problem/problem.ts";
import { hideSecrets } from "../problem/secrets.ts";
import { encodeProperties, type PropertyMap } from "./property-values.ts";
import { PartialFailure } from "./resource.ts";

/** A resource that exists though the operation on it failed, as the engine has to keep it. */
export interface Remains {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly reasons: readonly unknown[];
}

/** A refused call as gRPC sends it: its message and no stack. */
export class CallFailure extends Error {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;

  constructor(code: status, details: string, metadata = new Metadata()) {
    super(details);
    this.name = "CallFailure";
    this.code = code;
    this.details = details;
    this.metadata = metadata;
  }
}

/**
 * An error as the engine reads it. With `remains` the engine keeps the resource and marks it as failed to initialize
 * (`ErrorResourceInitFailed` in pulumi/pulumi proto/pulumi/provider.proto).
 */
export function toCallFailure(error: unknown, remains?: Remains): CallFailure {
  if (error instanceof CallFailure) return error;
  const details = remains ? remains.reasons.map(describeError).join("\n") : describeError(error);
  if (!remains) return new CallFailure(status.UNKNOWN, details);
  const failed = new providerPb.ErrorResourceInitFailed();
  failed.setId(remains.id);
  failed.setInputs(encodeProperties(remains.inputs));
  failed.setProperties(encodeProperties(remains.outputs));
  failed.setReasonsList(remains.reasons.map(describeError));
  const detail = new anyPb.Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new statusPb.Status();
  answer.setCode(status.UNKNOWN);
  answer.setMessage(details);
  answer.addDetails(detail);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return new CallFailure(status.UNKNOWN, details, metadata);
}

/** A Problem or a refusal in its own words; whatever else was thrown is a bug, unless the run or its time is over. */
function describeError(error: unknown): string {
  return printableLines(hideSecrets(wordsOf(error))).join("\n");
}

function wordsOf(error: unknown): string {
  if (error instanceof Problem || error instanceof CallFailure) return error.message;
  // Of a deletion: the engine keeps the thing as it was.
  if (error instanceof PartialFailure) return error.reasons.map(wordsOf).join("\n");
  // The names that the platform gives to what an AbortSignal throws, whose class is its own.
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError") return "cancelled before it was finished.";
  if (name === "TimeoutError") return "not finished within the time of its customTimeouts.";
  return `${error}\nThis is a bug in the plugin: please report it.`;
}

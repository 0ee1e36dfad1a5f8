import { status } from "@grpc/grpc-js";
import { CallFailure } from "../../../src/plugin/failure.ts";

/** A refusal in the words of the real plugin, or of the cloud behind it. */
export class Refusal extends CallFailure {
  constructor(words: string) {
    super(status.UNKNOWN, words);
  }
}

import * as pulumi from "@pulumi/pulumi";
import { addressOf, type Late, type Text } from "../config/text.ts";

/** Values that came to exist while the environment was declared, by address, such as `databases.main.url`. */
export class Values {
  private readonly byAddress = new Map<string, pulumi.Output<string>>();

  set(address: string, value: pulumi.Input<string>): void {
    this.byAddress.set(address, pulumi.output(value));
  }

  /** A text with its late parts filled in. Secret parts make the whole secret: Pulumi outputs carry that by themselves. */
  fill(text: Text): pulumi.Output<string> {
    const parts = text.parts.map((part) => (typeof part === "string" ? part : this.get(part)));
    return pulumi.all(parts).apply((pieces) => pieces.join(""));
  }

  fillAll(texts: { readonly [name: string]: Text }): { [name: string]: pulumi.Output<string> } {
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, this.fill(text)]));
  }

  private get(part: Late): pulumi.Output<string> {
    const address = addressOf(part);
    const value = this.byAddress.get(address);
    if (!value) throw new Error(`${address} is used before it is declared; this is a bug in the order of Environment.`);
    return part.secret ? pulumi.secret(value) : value;
  }
}

import sodium from "libsodium-wrappers";
import { digest } from "../core/digest.ts";

await sodium.ready;

/** The public half of a key, base64, with the id a caller sends back beside what it sealed. */
export function describePublicKey(privateKey: string): { key_id: string; key: string } {
  const key = sodium.crypto_scalarmult_base(Buffer.from(privateKey, "base64"));
  const number = BigInt(`0x${digest(key).slice(0, 16)}`)
    .toString()
    .padStart(18, "0");
  return { key_id: number.slice(0, 18), key: Buffer.from(key).toString("base64") };
}

/**
 * Opens a libsodium sealed box (X25519, XSalsa20-Poly1305).
 * @param privateKey 32 bytes, base64
 * @param sealed the box, base64
 * @returns the plaintext, or `undefined` when the box was not sealed for this key or is damaged
 */
export function openSealedBox(privateKey: string, sealed: string): Uint8Array | undefined {
  const secret = Buffer.from(privateKey, "base64");
  try {
    return sodium.crypto_box_seal_open(Buffer.from(sealed, "base64"), sodium.crypto_scalarmult_base(secret), secret);
  } catch {
    return undefined;
  }
}

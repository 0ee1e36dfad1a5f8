import sodium from "libsodium-wrappers";

await sodium.ready;

/**
 * Seals a value for the holder of a key: libsodium's `crypto_box_seal`, which only that key opens.
 * @param key 32 bytes, base64
 * @returns the box, base64; another one each time
 * @throws Error when the key has another length
 */
export function seal(value: string, key: string): string {
  const publicKey = Buffer.from(key, "base64");
  if (publicKey.length !== 32) throw new Error(`The public key has ${publicKey.length} bytes, not 32.`);
  return Buffer.from(sodium.crypto_box_seal(value, publicKey)).toString("base64");
}

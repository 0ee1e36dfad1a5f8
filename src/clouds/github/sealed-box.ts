import sealedBox from "tweetnacl-sealedbox-js";

/** The key that a secret is sealed for. */
export interface PublicKey {
  readonly key_id: string;
  /** 32 bytes, base64. */
  readonly key: string;
}

/**
 * Seals a value for the holder of a key, as GitHub takes a secret: libsodium's `crypto_box_seal`, base64
 * (docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api). Each time it is another text.
 * @throws Error when the key has another length
 */
export function seal(value: string, { key }: PublicKey): string {
  return Buffer.from(sealedBox.seal(Buffer.from(value), Buffer.from(key, "base64"))).toString("base64");
}

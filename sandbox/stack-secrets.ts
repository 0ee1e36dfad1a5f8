import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/** Opens nothing but the sandbox's own state: it is the same everywhere, so that nobody is asked for one. */
export const passphrase = "sandbox";

/**
 * What a new stack is given, as `pulumi stack init` makes one up: a salt, and a word by which the engine sees that a passphrase is right.
 * One for all stacks: the engine derives a key of each that it meets, which takes it a quarter of a second.
 */
export const encryptionSalt = "v1:c2FuZGJveDE=:v1:iKf2y3GMk8aBJTMl:oS/uhal40bY7PuSxkQ1HDRtWvH81zw==";

/** The key that passphrase and salt make, and as little a secret as they are. */
const key = Buffer.from("/OBzZIuBkwanpo5DeJb0PwMQcUlsZXw0NPDxrJZwctQ=", "base64");

/** A value as the engine keeps it encrypted in a stack with this salt (pulumi/pulumi sdk/go/common/resource/config/crypt.go). */
export function encrypt(value: string, salt: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", salt === encryptionSalt ? key : keyOf(salt), nonce);
  const sealed = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

/** Of a stack that the engine made itself. */
function keyOf(salt: string): Buffer {
  return pbkdf2Sync(passphrase, Buffer.from(salt.split(":")[1] ?? "", "base64"), 1_000_000, 32, "sha256");
}

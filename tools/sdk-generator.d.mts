/** Folder of language hosts that generate SDKs. Throws with what to install where they cannot be had. */
export function findSdkGenerators(): Promise<string>;

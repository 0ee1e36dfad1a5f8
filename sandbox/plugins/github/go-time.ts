/** A timestamp of the API as Go's `time.Time.String` writes it, which is what the provider keeps. */
export function goTime(timestamp: string): string {
  return `${timestamp.replace("T", " ").replace("Z", "")} +0000 UTC`;
}

/**
 * The clouds' own time. It starts at a fixed instant and moves one second at every request that may change something,
 * so two runs of the same commands write the same timestamps.
 */
export class Clock {
  /** `seconds` since the start; kept in the cloud's state file. */
  constructor(private readonly held: { seconds: number }) {}

  static readonly start = Date.parse("2026-01-05T10:00:00Z");

  tick(seconds = 1): void {
    this.held.seconds += seconds;
  }

  /** Milliseconds since the epoch. */
  epochMs(): number {
    return Clock.start + this.held.seconds * 1000;
  }

  /** RFC 3339 with second precision, `2026-01-05T10:00:07Z`. */
  iso(offsetSeconds = 0): string {
    return new Date(this.epochMs() + offsetSeconds * 1000).toISOString().replace(".000Z", "Z");
  }
}

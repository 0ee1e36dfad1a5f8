/** What a cloud's state file holds of its time. */
export interface ClockState {
  /** Milliseconds since the epoch at which it began. */
  readonly start: number;
  /** Seconds since then. */
  seconds: number;
}

/** The clouds' own time. It moves one second at every request that may change something, and else stands still. */
export class Clock {
  constructor(private readonly held: ClockState) {}

  /** Where it begins unless told: two runs of the same calls write the same timestamps. */
  static readonly start = Date.parse("2026-01-05T10:00:00Z");

  tick(seconds = 1): void {
    this.held.seconds += seconds;
  }

  /** Milliseconds since the epoch. */
  epochMs(): number {
    return this.held.start + this.held.seconds * 1000;
  }

  /** RFC 3339 with second precision, `2026-01-05T10:00:07Z`. */
  iso(offsetSeconds = 0): string {
    return new Date(this.epochMs() + offsetSeconds * 1000).toISOString().replace(".000Z", "Z");
  }
}

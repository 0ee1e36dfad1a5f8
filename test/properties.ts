import fc from "fast-check";

// Every run of one commit tries the same values, so that what turns red is what was changed. With PROPERTY_RUNS, as
// once a week in CI, each property tries that many new values, for less than the minute after which Vitest takes a
// busy worker for a lost one. A failure prints the seed to repeat.
const runs = process.env["PROPERTY_RUNS"] ?? "";
fc.configureGlobal(runs === "" ? { seed: 20_261_121 } : { numRuns: Number(runs), interruptAfterTimeLimit: 40_000 });

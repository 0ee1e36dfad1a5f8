const plainLineMs = 15_000;

/**
 * Shows that long work is alive: a counter that rewrites its line on a terminal, a plain line every 15 seconds elsewhere.
 * Everything goes to stderr, so that the output of a command stays its own.
 * @param {string} what as in "building the engine"
 * @param {() => Promise<any>} work
 */
export async function withProgress(what, work) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const terminal = process.stderr.isTTY === true;
  const show = () => process.stderr.write(terminal ? `\r${what}: ${seconds()} s ` : `${what}: ${seconds()} s so far\n`);
  const timer = setInterval(show, terminal ? 1000 : plainLineMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (terminal) process.stderr.write("\r\x1b[K");
  }
}

/**
 * Lets a command come to its end when nobody reads what it prints, as in `parity up … | head`: half an up would be left, and
 * no record of it. A report that cannot be written for another reason, such as a full disk, fails the command in the end.
 */
export function outliveReaders(): void {
  let lost = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE" || lost) return;
      lost = true;
      process.stderr.write(`Not all of the output could be written: ${error.message}\n`);
    });
  }
  process.once("exit", (code) => {
    if (lost && code === 0) process.exitCode = 1;
  });
}

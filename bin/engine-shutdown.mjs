/** With which the SDK's own runner ends once the user has been informed (cmd/run, nodeJSProcessExitedAfterLoggingUserActionableMessage). */
const TOLD = 32;

/**
 * Keeps the SDK from printing a stack trace of a call that the engine has ended. The engine ends calls when something has failed,
 * which it tells itself. The SDK marks such an error, to be kept quiet (runtime/resource, "Don't emit an error"), and then
 * prints it where it meets it unhandled.
 */
export function quietShutdown() {
  for (const listener of process.listeners("unhandledRejection")) {
    process.off("unhandledRejection", listener);
    process.on("unhandledRejection", (reason, promise) => {
      if (isShutdown(reason)) process.exitCode = TOLD;
      else listener.call(process, reason, promise);
    });
  }
}

function isShutdown(reason) {
  return reason instanceof Error && /Resource monitor is terminating$/.test(reason.message);
}

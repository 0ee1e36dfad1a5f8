import { setImmediate } from "node:timers/promises";

/**
 * The engine starts a plugin when something of its package is first asked for, and waits for it. Asked for a function, which it does
 * not have and refuses, ours starts while the program is loaded and reads its config. A plugin that does not start is told of by the first resource.
 * @param {(part: string) => any} sdk loads a part of the SDK that runs the program
 */
export async function startPlugin(sdk) {
  const { ResourceInvokeRequest } = sdk("@pulumi/pulumi/proto/resource_pb.js");
  const request = new ResourceInvokeRequest().setTok("parity:index:none");
  sdk("@pulumi/pulumi/runtime/settings.js")
    .getMonitor()
    ?.invoke(request, () => undefined);
  // Until it has been sent: what is loaded next holds this process up.
  await setImmediate();
}

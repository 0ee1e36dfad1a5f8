import { useState } from "preact/hooks";
import type { CallView } from "../view.ts";

const clouds = ["fly", "neon", "cloudflare", "github"];

/** Every request that the clouds were sent, the newest first. */
export function Calls({ calls }: { readonly calls: readonly CallView[] }) {
  const [cloud, setCloud] = useState("");
  const [failedOnly, setFailedOnly] = useState(false);
  const chosen = calls
    .filter((call) => (cloud === "" || call.cloud === cloud) && (!failedOnly || isFailure(call)))
    .toReversed();
  return (
    <section id="calls" aria-labelledby="calls-title">
      <h2 id="calls-title">Calls</h2>
      <div class="controls">
        <label>
          Cloud{" "}
          <select value={cloud} onChange={({ currentTarget }) => setCloud(currentTarget.value)}>
            <option value="">all</option>
            {clouds.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={failedOnly}
            onChange={({ currentTarget }) => setFailedOnly(currentTarget.checked)}
          />{" "}
          only those that failed
        </label>
        <span class="sub count">
          {chosen.length} of {calls.at(-1)?.n ?? 0}
        </span>
      </div>
      {chosen.length === 0 ? (
        <p class="note">{calls.length === 0 ? "The clouds were not asked for anything yet." : "None is like that."}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard.
        <section class="scroll" tabIndex={0} aria-label="Calls, the newest first">
          <table class="calls">
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Status</th>
                <th scope="col">Call</th>
                <th scope="col" class="number">
                  ms
                </th>
              </tr>
            </thead>
            <tbody>
              {chosen.map((call) => (
                <Call key={call.n} call={call} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function Call({ call }: { readonly call: CallView }) {
  const { at, status, cloud, operation, method, path, ms, fault } = call;
  return (
    <tr>
      <td class="time">{at && <time dateTime={at}>{new Date(at).toLocaleTimeString("en-GB")}</time>}</td>
      <td class={isFailure(call) ? "status bad" : "status"}>{status === 0 ? "none" : status}</td>
      <td>
        <span class="operation">{operation === "unserved" ? `${cloud}: not served` : operation}</span>
        {fault && <span class="mark">fault: {fault}</span>}
        <span class="request">
          <b>{method}</b> {path}
        </span>
      </td>
      <td class="number">{ms}</td>
    </tr>
  );
}

function isFailure({ status, fault }: CallView): boolean {
  return status === 0 || status >= 400 || fault !== undefined;
}

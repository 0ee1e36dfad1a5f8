import type { Run, RunStep } from "../../run.ts";

const signs: Readonly<Record<RunStep["action"], string>> = { create: "+", update: "~", replace: "±", delete: "−" };

/** What the last preview would do, or the last up does or did. */
export function LastRun({ run }: { readonly run: Run | undefined }) {
  return (
    <section id="run" aria-labelledby="run-title">
      <h2 id="run-title">Run</h2>
      {run ? (
        <Steps run={run} />
      ) : (
        <p class="note">No run yet. An up or a preview that starts while this page is open shows here step by step.</p>
      )}
    </section>
  );
}

function Steps({ run }: { readonly run: Run }) {
  const { command, stack, steps, unchanged, applies } = run;
  const over = steps.filter(({ state }) => state === "done" || state === "failed").length;
  return (
    <>
      <p class="run-head">
        <strong>
          {command} {stack}
        </strong>{" "}
        <span role="status" class={run.exitCode ? "bad" : ""}>
          {sayState(run, over)}
        </span>
        <span class="sub">
          {sayCounts(steps)}
          {unchanged > 0 ? `${steps.length > 0 ? ", " : ""}${unchanged} unchanged` : ""}
        </span>
      </p>
      {applies && <progress aria-label="Steps that are over" max={Math.max(steps.length, 1)} value={over} />}
      {steps.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard.
        <section class="scroll" tabIndex={0} aria-label="Steps">
          <table class="steps">
            <thead>
              <tr>
                <th scope="col">Change</th>
                <th scope="col">Resource</th>
                <th scope="col">State</th>
                <th scope="col" class="number">
                  Seconds
                </th>
              </tr>
            </thead>
            <tbody>
              {steps.map(({ urn, action, resource, properties, state, seconds }) => (
                <tr key={urn} class={state}>
                  <td>
                    <span class={`sign ${action}`} aria-hidden="true">
                      {signs[action]}
                    </span>{" "}
                    {action}
                  </td>
                  <td>
                    {resource}
                    {properties.length > 0 && <span class="sub">{properties.join(", ")}</span>}
                  </td>
                  <td>{state}</td>
                  <td class="number">{seconds?.toFixed(1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function sayState({ applies, endedAt, startedAt, exitCode, steps }: Run, over: number): string {
  if (endedAt === undefined) return applies ? `runs: ${over} of ${steps.length}` : "is being planned";
  const took = `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`;
  if (exitCode !== 0) return `failed after ${took}: the terminal says why`;
  return applies ? `done in ${took}` : `shown in ${took}, nothing was changed`;
}

function sayCounts(steps: readonly RunStep[]): string {
  const actions = Object.keys(signs) as RunStep["action"][];
  return actions
    .flatMap((action) => {
      const count = steps.filter((step) => step.action === action).length;
      return count > 0 ? [`${count} to ${action}`] : [];
    })
    .join(", ");
}

import { useState } from "preact/hooks";
import type { FaultsView, FaultView } from "../view.ts";

/** Until somebody switches it off. */
const always = 1_000_000;
const withStatus = ["refuse", "misreport"];

/** Makes calls go wrong, until they are switched off. */
export function Faults({ faults }: { readonly faults: FaultsView | undefined }) {
  const [said, setSaid] = useState("");
  const set = faults?.set ?? [];
  const order = async (desired: readonly FaultView[], done: string) => setSaid((await put(desired)) ?? done);
  return (
    <section id="faults" aria-labelledby="faults-title">
      <h2 id="faults-title">Faults</h2>
      <div class="faults">
        <Order faults={faults} add={(fault) => order([...set, fault], `${fault.operation} is made to ${fault.kind}`)} />
        <div>
          <h3>Switched on</h3>
          {set.length === 0 ? (
            <p class="note">None. Every call is answered as the vendor would.</p>
          ) : (
            <ul class="set">
              {set.map((fault, i) => (
                <li key={`${fault.operation} ${fault.kind}`}>
                  <span>
                    <span class="operation">{fault.operation}</span> <span class="sub">{describe(fault)}</span>
                  </span>
                  <button
                    type="button"
                    aria-label={`Switch off: ${fault.operation} ${fault.kind}`}
                    onClick={() => order(set.toSpliced(i, 1), `${fault.operation} is as before`)}
                  >
                    Switch off
                  </button>
                </li>
              ))}
            </ul>
          )}
          {set.length > 1 && (
            <button type="button" onClick={() => order([], "every fault is off")}>
              Switch all off
            </button>
          )}
          <p class="said" role="status">
            {said}
          </p>
        </div>
      </div>
    </section>
  );
}

function Order({ faults, add }: { readonly faults: FaultsView | undefined; readonly add: (fault: FaultView) => void }) {
  const [operation, setOperation] = useState("fly.createApp");
  const [kind, setKind] = useState<FaultView["kind"]>("refuse");
  const [status, setStatus] = useState("503");
  const [times, setTimes] = useState("1");
  const kinds = Object.entries(faults?.kinds ?? {}) as [FaultView["kind"], string][];
  const submit = (event: Event) => {
    event.preventDefault();
    const answer = withStatus.includes(kind) ? { status: Number(status) } : {};
    add({ operation, kind, ...answer, times: times === "always" ? always : Number(times) });
  };
  return (
    <form onSubmit={submit}>
      <label>
        <span>Call</span>
        <input
          list="operations"
          required
          value={operation}
          onInput={({ currentTarget }) => setOperation(currentTarget.value)}
        />
      </label>
      <datalist id="operations">
        {(faults?.operations ?? []).map(({ name, method, path }) => (
          <option key={name} value={name}>
            {method} {path}
          </option>
        ))}
      </datalist>
      <label>
        <span>What goes wrong</span>
        <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as FaultView["kind"])}>
          {kinds.map(([name]) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <p class="sub wide">
        {faults?.kinds[kind]
          ?.replace(/ ?--status \((\d+)\)/, " the status")
          .replace(/--delay milliseconds/, "milliseconds")}
      </p>
      {withStatus.includes(kind) && (
        <label>
          <span>Status</span>
          <input
            type="number"
            min="400"
            max="599"
            required
            value={status}
            onInput={({ currentTarget }) => setStatus(currentTarget.value)}
          />
        </label>
      )}
      <label>
        <span>How often</span>
        <select value={times} onChange={({ currentTarget }) => setTimes(currentTarget.value)}>
          <option value="1">once</option>
          <option value="3">3 times</option>
          <option value="always">until switched off</option>
        </select>
      </label>
      <button type="submit" class="primary">
        Switch on
      </button>
    </form>
  );
}

function describe({ kind, status, times }: FaultView): string {
  const often = times >= always / 2 ? "until switched off" : times === 1 ? "the next call" : `the next ${times} calls`;
  return [kind, status, often].filter((word) => word !== undefined).join(", ");
}

/** Answers what is wrong with it. */
async function put(faults: readonly FaultView[]): Promise<string | undefined> {
  const response = await fetch("/faults", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  if (response.ok) return undefined;
  return ((await response.json()) as { problems: string[] }).problems.join(" ");
}

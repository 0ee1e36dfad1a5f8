import type { EnvironmentsView, EnvironmentView, ThingView } from "../view.ts";

/** Rows are things, columns are environments. At a narrow width each row is a block. */
export function Environments({ shown }: { readonly shown: EnvironmentsView | undefined }) {
  const stacks = shown?.stacks ?? [];
  const paths = [...new Set(stacks.flatMap(({ things }) => things.map(({ path }) => path)))];
  return (
    <section id="environments" aria-labelledby="environments-title">
      <h2 id="environments-title">Environments</h2>
      {shown?.unreadable && <p class="note bad">The config cannot be read as it is now. parity check says why.</p>}
      {!shown ? (
        <p class="note">Reading the config…</p>
      ) : (
        <table class="environments" aria-labelledby="environments-title">
          <thead>
            <tr>
              <td />
              {stacks.map((one) => (
                <th key={one.stack} scope="col">
                  <StackHead stack={one} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {paths.map((path) => (
              <tr key={path}>
                <th scope="row">
                  <ThingHead path={path} />
                </th>
                {stacks.map(({ stack, things }) => (
                  <td key={stack} data-stack={stack}>
                    <Thing thing={things.find((one) => one.path === path)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function StackHead({ stack: { stack, tier, template, resources, problems } }: { readonly stack: EnvironmentView }) {
  const state = template ? "template of pull requests" : resources > 0 ? `up, ${resources} resources` : "not up";
  return (
    <>
      <span class="stack">{stack}</span>
      <span class={`sub${resources > 0 ? " good" : ""}`}>{state}</span>
      {tier && tier !== stack && !template && <span class="sub">{tier}</span>}
      {problems > 0 && (
        <span class="sub bad">
          {problems} {problems === 1 ? "problem" : "problems"}: parity check
        </span>
      )}
    </>
  );
}

function ThingHead({ path }: { readonly path: string }) {
  const [noun = "", key] = path.split(".", 2);
  return (
    <>
      <span class="key">{key}</span>
      <span class="sub">{noun.replace(/s$/, "")}</span>
    </>
  );
}

function Thing({ thing }: { readonly thing: ThingView | undefined }) {
  if (!thing) return <span class="none">none</span>;
  const { name, at, owner, slot, held, variables, secrets } = thing;
  const where = at === "local" ? "on your machine" : owner ? `of ${owner}` : slot ? `${slot} slot` : undefined;
  return (
    <>
      <span class="name">{name}</span>
      <span class="sub">{[at === "local" ? undefined : at, where].filter(Boolean).join(", ")}</span>
      {at !== "local" && (
        <span class={held ? "sub good" : "sub faint"}>
          {held ? ["there", ...held].join(", ") : "nothing there yet"}
        </span>
      )}
      <Names title="variable" names={variables} />
      <Names title="secret" names={secrets} />
    </>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <details>
      <summary>
        {names.length} {names.length === 1 ? title : `${title}s`}
      </summary>
      <ul class="names">
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  );
}

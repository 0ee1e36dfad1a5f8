import type { CloudView, Holding } from "../view.ts";

const titles: Readonly<Record<string, string>> = {
  fly: "Fly",
  neon: "Neon",
  cloudflare: "Cloudflare",
  github: "GitHub",
};

/** What each cloud holds, by name. */
export function Clouds({ clouds }: { readonly clouds: readonly CloudView[] | undefined }) {
  return (
    <section id="clouds" aria-labelledby="clouds-title">
      <h2 id="clouds-title">Clouds</h2>
      <div class="clouds">
        {(clouds ?? []).map(({ name, holds }) => (
          <section key={name} aria-labelledby={`cloud-${name}`}>
            <h3 id={`cloud-${name}`}>{titles[name] ?? name}</h3>
            {holds.length === 0 ? (
              <p class="note">Nothing.</p>
            ) : (
              holds.map((kind) => (
                <div key={kind.name} class="kind">
                  <h4>{say(kind.name)}</h4>
                  <Things things={kind.parts} />
                </div>
              ))
            )}
          </section>
        ))}
      </div>
    </section>
  );
}

function Things({ things }: { readonly things: readonly Holding[] }) {
  return (
    <ul class="tree">
      {things.map((thing, i) => (
        <li key={`${thing.name} ${i}`}>
          {thing.parts.length === 0 ? (
            thing.name
          ) : (
            <details>
              <summary>{thing.name}</summary>
              <Parts parts={thing.parts} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Parts({ parts }: { readonly parts: readonly Holding[] }) {
  return (
    <ul class="tree">
      {parts.map(({ name, parts: inner }, i) => (
        <li key={`${name} ${i}`}>
          {inner.length === 0 ? name : <span class="sub">{`${say(name)} (${inner.length})`}</span>}
          {inner.length > 0 && <Parts parts={inner} />}
        </li>
      ))}
    </ul>
  );
}

/** `IP addresses` for `ipAddresses`. */
function say(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

import { render } from "preact";
import { useEffect } from "preact/hooks";
import { Calls } from "./calls.tsx";
import { Clouds } from "./clouds.tsx";
import { Environments } from "./environments.tsx";
import { Faults } from "./faults.tsx";
import { useParts } from "./parts.ts";
import { LastRun } from "./run.tsx";

const sections = [
  ["environments", "Environments"],
  ["run", "Run"],
  ["calls", "Calls"],
  ["clouds", "Clouds"],
  ["faults", "Faults"],
] as const;

function Page() {
  const { environments, clouds, calls, faults, run, connected } = useParts();
  const project = environments?.project;
  useEffect(() => {
    if (project) document.title = `${project} · sandbox`;
  }, [project]);
  const struck = faults?.set.length ?? 0;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header>
        <div class="bar">
          <h1>
            {project ?? "…"} <small>sandbox</small>
          </h1>
          <p class="state" role="status">
            {!connected ? (
              <span class="bad">The page's server has ended. Start it again to see more.</span>
            ) : !faults ? (
              "Looking…"
            ) : !faults.running ? (
              "The clouds are not running. The next command starts them."
            ) : struck > 0 ? (
              <span class="warn">
                {struck} {struck === 1 ? "fault is" : "faults are"} on
              </span>
            ) : (
              <span class="good">Live</span>
            )}
          </p>
          <nav aria-label="Sections">
            {sections.map(([id, title]) => (
              <a key={id} href={`#${id}`}>
                {title}
              </a>
            ))}
          </nav>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <Environments shown={environments} />
        <LastRun run={run} />
        <Calls calls={calls} />
        <Clouds clouds={clouds} />
        <Faults faults={faults} />
      </main>
    </>
  );
}

render(<Page />, document.body);

import { type Options, pick, type Row, runCases, type Tally } from "../row.ts";
import type { Live } from "../stage/live.ts";
import { goOn, type Rehearsal, rehearsed } from "../stage/rehearsal.ts";

export const lostRow: Row = {
  name: "lost",
  about: "the answer of each write of up and destroy is lost, official types too: the next run converges, exactly once",
  run: (options) => rehearsed(options, loseIn),
};

/** Lost answers of one command, as many as the options ask for. */
export async function loseIn(live: Live, rehearsal: Rehearsal, options: Options): Promise<Tally[]> {
  const { name: of, calls } = rehearsal;
  const writes = calls.filter((call) => call.writes).map(nameOf);
  const cases = writes.map((write, i) => {
    const nth = writes.slice(0, i + 1).filter((one) => one === write).length;
    return { name: `${of}/${write}#${nth}`, run: () => lose(live, rehearsal, write, nth) };
  });
  return [await runCases(`lost answers of writes of ${of}`, pick(cases, options), options)];
}

async function lose(live: Live, rehearsal: Rehearsal, write: string, nth: number): Promise<void> {
  let seen = 0;
  await goOn(live, rehearsal, () => async (exchange) => {
    const meant = exchange.writes && nameOf(exchange) === write;
    if (meant) seen += 1;
    if (!meant || seen !== nth) return exchange.forward();
    return void (await exchange.forward());
  });
  if (seen < nth) throw new Error("The call was not made.");
}

/** Calls come in another order in each run, and with other ids. */
function nameOf({ cloud, method, path }: { readonly cloud: string; readonly method: string; readonly path: string }) {
  const stable = path
    .split("?")[0]
    ?.split("/")
    .map((part) => (/^(?=.*\d)[\w:.-]{8,}$/.test(part) ? "*" : part));
  return `${cloud} ${method} ${stable?.join("/")}`;
}

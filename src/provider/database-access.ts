import { type Context, type Live, PartialFailure, type State } from "../plugin/resource.ts";
import { line } from "../problem/command-line.ts";
import { Problem } from "../problem/problem.ts";

interface Access {
  readonly host?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * The thing itself. Throws a PartialFailure for `reasons` why nobody gets in, and when nobody does with what this stack has
 * handed out.
 */
export function requireAccess<I, O extends Access>(
  live: Live<I, O>,
  known: State<I, Partial<O>> | undefined,
  context: Context,
  reasons: readonly Problem[] = [],
): Live<I, O> {
  const all = [...findLostAccess(known?.outputs, live.outputs, context), ...reasons];
  if (all.length > 0) throw new PartialFailure(live as PartialFailure["live"], all);
  return live;
}

/**
 * Reasons why whoever was given a database's host and password by this stack is refused now. No input tells: both are the
 * vendor's to choose, and an output that moves is not a difference to the engine.
 */
function findLostAccess(known: Access | undefined, now: Access, { stack }: Context): Problem[] {
  const lost = (what: string) =>
    new Problem({
      code: "access-lost",
      what,
      fix: "hand out the new one",
      commands: [line`pulumi up --refresh --stack ${stack}`],
    });
  const moved = (name: keyof Access) =>
    known?.[name] !== undefined && now[name] !== undefined && known[name] !== now[name];
  return [
    ...(moved("host")
      ? [lost(`Its host is ${now.host} now: whoever has ${known?.host} from this stack connects to nothing.`)]
      : []),
    ...(moved("password")
      ? [lost("Its password was changed outside Pulumi: whoever has the old one from this stack is refused.")]
      : []),
  ];
}

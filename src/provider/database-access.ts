import type { Self } from "./resource.ts";

interface Access {
  readonly host?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * Reasons why whoever was given a database's host and password by this stack gets in no more. No input tells: both are the
 * vendor's to choose, and an output that moves is no difference to the engine.
 */
export function findLostAccess(known: Access | undefined, now: Access, { stack }: Self): string[] {
  const fix = `\n  Fix: hand out the new one: pulumi up --refresh --stack ${stack}`;
  const moved = (name: keyof Access) =>
    known?.[name] !== undefined && now[name] !== undefined && known[name] !== now[name];
  return [
    ...(moved("host")
      ? [`Its host is ${now.host} now: whoever has ${known?.host} from this stack connects to nothing.${fix}`]
      : []),
    ...(moved("password")
      ? [`Its password was changed outside Pulumi: whoever has the old one from this stack is refused.${fix}`]
      : []),
  ];
}

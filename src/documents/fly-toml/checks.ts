import type { TomlTable } from "smol-toml";
import { type Check, isServiceCheck, type ServiceCheck } from "../../components/app/check-schema.ts";
import { groupNamed } from "../../components/app/groups.ts";
import type { AppBlueprint } from "../../components/blueprint.ts";

/** One check of a service (fly.io/docs/reference/configuration, `http_service.checks`, `services.tcp_checks`). */
export function serviceCheck(check: ServiceCheck): TomlTable {
  return {
    ...{ grace_period: check.grace, interval: check.interval, timeout: check.timeout },
    ...(check.type === "http" && {
      method: check.method,
      path: check.path,
      ...(check.headers && { headers: check.headers }),
    }),
  };
}

/** Checks that hang on no service: `[checks]` by name, and `[[machine_checks]]`, which run a command at each deploy. */
export function ownChecks(app: AppBlueprint): TomlTable {
  const { health, servesHttp } = app;
  const hangs = health !== undefined && servesHttp && health.type === "http" && isServiceCheck(health);
  const ofServices = Object.entries(app.services).flatMap(([key, service]): [string, Check][] =>
    service.health === undefined || isServiceCheck(service.health) ? [] : [[key, service.health]],
  );
  const all = [
    ...(health === undefined || hangs ? [] : [["health", health] as const]),
    ...ofServices,
    ...Object.entries(app.checks),
  ];
  const asked = all.flatMap(([name, check]) => (check.type === "command" ? [] : [[name, askedCheck(check, app)]]));
  const commands = all.flatMap(([, check]) => (check.type === "command" ? [commandCheck(check)] : []));
  return {
    ...(asked.length > 0 && { checks: Object.fromEntries(asked) as TomlTable }),
    ...(commands.length > 0 && { machine_checks: commands }),
  };
}

function askedCheck(check: ServiceCheck, { port, groups }: AppBlueprint): TomlTable {
  const at = check.port ?? port;
  return {
    ...{ type: check.type, ...(at !== undefined && { port: at }), ...serviceCheck(check) },
    ...processesOf(check.process, groups),
  };
}

/** flyctl runs the words of a list as they are; a shell reads the command as people write it. */
function commandCheck({ command }: Extract<Check, { type: "command" }>): TomlTable {
  return { command: ["/bin/sh", "-c", command] };
}

/** Of several groups each service, check and disk says whose it is (flyctl internal/appconfig/processgroups.go). */
export function processesOf(name: string | undefined, groups: AppBlueprint["groups"]): { processes?: string[] } {
  const group = groupNamed(name, groups);
  return groups.length > 1 && group ? { processes: [group.name] } : {};
}

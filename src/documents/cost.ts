import { groupNamed, type ProcessGroup } from "../components/app/groups.ts";
import type { AppBlueprint, Blueprint, DatabaseBlueprint } from "../components/blueprint.ts";
import { isOwn } from "../config/scope.ts";
import { pagesPrices, r2Prices } from "../vendors/cloudflare/prices.ts";
import { flyPrices, priceMachine } from "../vendors/fly/prices.ts";
import { neonPrices } from "../vendors/neon/prices.ts";
import { HOURS_PER_MONTH, type PriceSource } from "../vendors/price.ts";
import { assumed, PRICES_OF } from "./prices.ts";

/** USD a month: `low` when everything that may sleep sleeps all month, `high` when nothing does. */
export interface CostRange {
  readonly low: number;
  readonly high: number;
}

export interface CostLine extends CostRange {
  readonly what: string;
  /** Page of the price, and the day on which it said so. */
  readonly source: string;
}

export interface CostEstimate extends CostRange {
  readonly lines: readonly CostLine[];
  /** Day of the oldest price in the table, `2026-08-03`. */
  readonly pricesOf: string;
}

/**
 * What a month of one stack costs at public list prices. Counts what the stack declares; what another stack owns is in
 * that one's estimate. Not in it: data transfer, taxes, CI minutes, and what a config does not say (`assumed`).
 */
export function estimateCost({ apps, databases, buckets, sites, neon }: Blueprint): CostEstimate {
  const lines = [
    ...declaredHere(apps).flatMap(priceApp),
    ...declaredHere(databases).flatMap((database) => priceDatabase(database, neon?.plan)),
    ...priceBuckets(declaredHere(buckets).map(({ name }) => name)),
    ...declaredHere(sites).map(({ project }) => line(`Pages ${project}, free`, 0, 0, pagesPrices.source)),
  ];
  return { lines, ...addRanges(lines), pricesOf: PRICES_OF };
}

/** What all that is there costs. An environment of a pull request comes on top for as long as that is open. */
export function totalCost(blueprints: readonly Blueprint[]): CostRange {
  return addRanges(blueprints.filter(({ template }) => !template).map(estimateCost));
}

export function addRanges(ranges: readonly CostRange[]): CostRange {
  const total = (values: readonly number[]) => toCents(values.reduce((sum, value) => sum + value, 0));
  return { low: total(ranges.map(({ low }) => low)), high: total(ranges.map(({ high }) => high)) };
}

/** `2.74`, or `0.15 to 8.37` where the ends differ. */
export function renderRange({ low, high }: CostRange): string {
  return low === high ? low.toFixed(2) : `${low.toFixed(2)} to ${high.toFixed(2)}`;
}

function declaredHere<T extends Pick<AppBlueprint, "ownership">>(things: readonly T[]): T[] {
  return things.filter(isOwn);
}

function priceApp(app: AppBlueprint): CostLine[] {
  const { name, groups, addresses, domains } = app;
  const machines = groups.flatMap((group) => {
    const { sleep, minimum = 0 } = group.serves ? app : { sleep: "off" as const };
    const named = groups.length === 1 ? name : `${name} ${group.name}`;
    return priceMachines(named, group, { sleep, minimum });
  });
  const { dedicatedIpv4, certificate, source } = flyPrices;
  return [
    ...machines,
    ...priceVolumes(app),
    ...(addresses.v4 === "dedicated" ? [line(`Fly ${name}, IPv4`, dedicatedIpv4, dedicatedIpv4, source)] : []),
    ...domains.map((domain) => line(`Fly ${name}, certificate of ${domain}`, 0, certificate, source)),
  ];
}

function priceMachines(
  name: string,
  { machine, regions }: ProcessGroup,
  { sleep, minimum }: { readonly sleep: AppBlueprint["sleep"]; readonly minimum: number },
): CostLine[] {
  const size = machine.memory === undefined ? machine.size : `${machine.size} ${machine.memory} MB`;
  return Object.entries(regions).map(([region, count], index) => {
    // `min_machines_running` counts machines of the primary region only (fly.io/docs/reference/configuration).
    const keptAwake = index === 0 ? Math.min(minimum, count) : 0;
    const awake = sleep === "off" ? count : keptAwake;
    const price = priceMachine(machine.size, machine.memory, region);
    const asleep = (count - awake) * assumed.imageGb * flyPrices.stoppedGb;
    const habit = awake < count ? ", sleeps when idle" : "";
    const what = `Fly ${name}, ${count} × ${size} in ${region}${habit}`;
    return line(what, awake * price.low + asleep, count * price.high, flyPrices.source);
  });
}

/** A volume costs by its size, whether a machine runs or not. Snapshots are billed beside it, by what is in them. */
function priceVolumes({ name, volumes, groups }: AppBlueprint): CostLine[] {
  return Object.entries(volumes).map(([volume, { size, process }]) => {
    const machines = Object.values(groupNamed(process, groups)?.regions ?? {}).reduce((sum, count) => sum + count, 0);
    const price = machines * size * flyPrices.volumeGb;
    return line(`Fly ${name}, ${machines} × volume ${volume} of ${size} GB`, price, price, flyPrices.source);
  });
}

function priceDatabase(database: DatabaseBlueprint, neonPlan: "free" | "launch" | "scale" | undefined): CostLine[] {
  const { provider, name, plan, disk, compute, branch } = database;
  // In the project of another it costs what it stores, which nobody knows beforehand.
  if (provider === "docker" || database.in) return [];
  if (provider === "fly") {
    const price = flyPrices.postgres[plan];
    const storage = (disk ?? assumed.postgresDiskGb) * flyPrices.postgresGb;
    return [line(`Fly Managed Postgres ${name}, ${plan}`, price, price + storage, flyPrices.source)];
  }
  if (neonPlan === "free") return [line(`Neon ${name}, free plan`, 0, 0, neonPrices.source)];
  const { minimum = assumed.neonCompute, maximum = minimum, suspend } = compute;
  const month = neonPrices.computeHour[neonPlan ?? "launch"] * HOURS_PER_MONTH;
  const low = neonPlan !== undefined && suspend === "never" ? minimum * month : 0;
  // What a branch has in common with its parent is stored once (neon.com/docs/introduction/branching).
  const stored = branch ? 0 : assumed.databaseGb * neonPrices.storageGb;
  const high = maximum * month + stored;
  const plans = neonPlan ?? "free or launch";
  const what = branch ? `Neon ${name}, a branch of ${branch.of}'s project` : `Neon ${name}`;
  return [line(`${what}, ${plans} plan, up to ${maximum} CU`, low, high, neonPrices.source)];
}

/** One key serves all buckets of an environment, and one line does here. */
function priceBuckets(names: readonly string[]): CostLine[] {
  if (names.length === 0) return [];
  const high = names.length * assumed.bucketGb * r2Prices.storageGb;
  return [line(`R2 ${names.join(", ")}, up to ${assumed.bucketGb} GB each`, 0, high, r2Prices.source)];
}

function line(what: string, low: number, high: number, { page, date }: PriceSource): CostLine {
  return { what, low: toCents(low), high: toCents(high), source: `${page}, ${date}` };
}

function toCents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

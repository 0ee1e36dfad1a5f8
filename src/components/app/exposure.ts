import type { AppConfig } from "./schema.ts";

export interface Addresses {
  readonly v4: "shared" | "dedicated" | "none";
  readonly v6: boolean;
}

type Serving = Pick<AppConfig, "addresses" | "port" | "services">;

/** Whether anything can be passed to it. What listens at no port is a worker. */
export function serves({ port, services }: Serving): boolean {
  return port !== undefined || Object.keys(services).length > 0;
}

/** Public addresses: what the config says, or those that flyctl gives to what serves something, and none to a worker. */
export function addressesOf(app: Serving): Addresses {
  if (app.addresses) return app.addresses;
  return serves(app) ? { v4: "shared", v6: true } : { v4: "none", v6: false };
}

export function isPublic(app: Serving): boolean {
  const { v4, v6 } = addressesOf(app);
  return v4 !== "none" || v6;
}

/** Whether Fly's proxy passes HTTP to it. A port without a public address is open to the organization's own apps alone. */
export function servesHttp(app: Serving): boolean {
  return app.port !== undefined && isPublic(app);
}

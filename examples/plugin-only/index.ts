import { FlyApp, FlyIpAddress, FlySecrets, FlyVolume, GeneratedSecret } from "@env-parity/parity/resources";
import * as pulumi from "@pulumi/pulumi";

const { fly } = new pulumi.Config().requireObject<{ fly: { organization: string; region: string } }>("accounts");

const app = new FlyApp("app", { name: `pastebin-${pulumi.getStack()}`, organization: fly.organization });
new FlyIpAddress("address", { app: app.name, type: "shared_v4" });
new FlyVolume("pastes", { app: app.name, name: "pastes", region: fly.region, size: 1 });

const key = new GeneratedSecret("key", { shape: "hex" });
new FlySecrets("secrets", { app: app.name, values: { SESSION_KEY: key.value } });

export const host = app.hostname;

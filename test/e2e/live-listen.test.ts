import { proveSystem } from "./system.ts";

proveSystem("live-listen", ["local", "staging", "production"]);

import { proveSystem } from "./system.ts";

proveSystem("relay", ["dev", "staging", "production"]);

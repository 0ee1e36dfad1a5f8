import { proveSystem } from "./system.ts";

proveSystem("microbima", ["development", "staging", "production"]);

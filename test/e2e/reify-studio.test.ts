import { proveSystem } from "./system.ts";

proveSystem("reify-studio", ["staging", "production"]);

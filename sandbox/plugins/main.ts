import { launch } from "../../src/plugin/launch.ts";
import { stubs } from "./stubs.ts";

// A stub as a process of its own: `main.ts <name> <engine address>`.

const [name = ""] = process.argv.splice(2, 1);
const load = stubs.get(name);
if (!load) throw new Error(`There is no stub ${name}.`);
const { service, session } = (await load()).create(process.env);
await launch(service, session);

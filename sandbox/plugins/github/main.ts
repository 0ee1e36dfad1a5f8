import { servePlugin } from "../../../src/plugin/server.ts";
import { githubPlugin } from "./plugin.ts";

await servePlugin(githubPlugin);

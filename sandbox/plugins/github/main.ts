import { servePlugin } from "../../../src/provider/server.ts";
import { githubPlugin } from "./plugin.ts";

await servePlugin(githubPlugin);

import { start } from "../tools/start.mjs";

// The entry of `npm run sandbox`.
await start(new URL("./main.ts", import.meta.url));

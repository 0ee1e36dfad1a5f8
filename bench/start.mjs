import { start } from "../tools/start.mjs";

// The entry of `npm run bench`.
await start(new URL("./main.ts", import.meta.url));

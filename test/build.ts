// What tests start in a process of its own comes from `dist`: no run tests an older build than its sources.
export { buildIfStale as setup } from "../tools/build.mjs";

import { execFile } from "node:child_process";
import { Problem } from "../../problem/problem.ts";
import { type Finding, fine, wrong } from "./finding.ts";

/** The oldest that program and plugin run on. */
export const LEAST_NODE = "22.12.0";

/** The Node.js on the PATH, with which the engine starts program and plugin: not the one that runs this. */
export function checkNode(): Promise<readonly Finding[]> {
  return new Promise((resolve) => {
    execFile("node", ["--version"], (error, stdout) => {
      const version = stdout.trim();
      if (!error && isEnough(version)) return resolve([fine("node", version)]);
      const what = error ? "There is no node on the PATH that runs." : `The node on the PATH is ${version}.`;
      const fix = "install Node 22.12 or newer, and put it first on the PATH: https://nodejs.org/en/download";
      resolve([wrong("node", new Problem({ code: "node-too-old", what, why: WHY, fix }))]);
    });
  });
}

const WHY = `The engine starts the program and the parity plugin with it, and both need ${LEAST_NODE} or newer.`;

function isEnough(version: string): boolean {
  const [found, least] = [version.replace(/^v/, ""), LEAST_NODE].map((text) => text.split(".").map(Number));
  const difference = least?.map((part, i) => (found?.[i] ?? 0) - part).find((one) => one !== 0) ?? 0;
  return difference >= 0;
}

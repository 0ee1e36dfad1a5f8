/** Path of a Chromium that playwright-core drives. Throws with what to install where none can be had. */
export function findBrowser(env?: NodeJS.ProcessEnv): Promise<string>;

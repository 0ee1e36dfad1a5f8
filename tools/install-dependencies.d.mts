export function installDependencies(root?: string): Promise<void>;
export function differenceFromLock(root: string): string | undefined;

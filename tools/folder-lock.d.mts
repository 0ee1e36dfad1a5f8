export function withFolderLock<T>(
  folder: string,
  work: () => Promise<T>,
  onWait?: (pid: number | undefined) => void,
): Promise<T>;
export function isAlive(pid: number): boolean;

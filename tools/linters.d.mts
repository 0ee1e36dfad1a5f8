export function findLinters(): Promise<{ readonly actionlint: string; readonly shellcheck: string }>;

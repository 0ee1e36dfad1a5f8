export function startPlugin(sdk: (part: string) => unknown): Promise<void>;

export function linkProducts(root?: string): void;

/** How long a change at Cloudflare Pages may take to show up in a read before it counts as dropped. */
export const SETTLE_PAUSES_MS = [250, 500, 1000];

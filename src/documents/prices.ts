import { pagesPrices, r2Prices } from "../vendors/cloudflare/prices.ts";
import { flyPrices } from "../vendors/fly/prices.ts";
import { neonPrices } from "../vendors/neon/prices.ts";

/** What a bill depends on and a config does not say. All but the image's size are the upper end of a range. */
export const assumed = { imageGb: 1, bucketGb: 10, databaseGb: 1, postgresDiskGb: 10, neonCompute: 0.25 } as const;

/** Day of the oldest price: what an estimate may call itself. */
export const [PRICES_OF = ""] = [flyPrices, neonPrices, r2Prices, pagesPrices].map(({ source }) => source.date).sort();

/** Page that a price was read from, and the day on which it said so. */
export interface PriceSource {
  readonly page: string;
  readonly date: string;
}

/** Prices are public list prices in USD for a month of 30 days, without tax, as Fly's price table counts them. */
export const HOURS_PER_MONTH = 720;

/**
 * Writes that are under way at once and are looked at afterwards in one list. Each is over when all are that were under way beside it, so
 * that those who then read the list share one answer (`SharedReads`), which shows every one of them.
 */
export class Together {
  readonly #underWay = new Map<string, Set<Promise<unknown>>>();

  /** @param list what they are looked at in */
  async write<T>(list: string, write: () => Promise<T>): Promise<T> {
    const beside = this.#underWay.get(list) ?? new Set();
    this.#underWay.set(list, beside);
    const written = write();
    beside.add(written);
    try {
      return await written;
    } finally {
      await Promise.allSettled(beside);
      beside.delete(written);
    }
  }
}
